/** The version to go over to. It is installed already. */
export interface UpgradePluginV1 {
  readonly version: string;
}
