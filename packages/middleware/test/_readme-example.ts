import { createSystemClock, createSystemRandom } from "@cordon/core/system";
import { createJsonLogger, createTokenAuthenticator, digestToken, generateToken } from "@cordon/middleware";

const clock = createSystemClock();
const logger = createJsonLogger({ write: (line) => process.stdout.write(line), clock });

// Show the token to its owner once, and keep only its digest.
const token = generateToken(createSystemRandom());
const tokens = [{ principalId: "ci", sha256Hex: digestToken(token) }];
const authenticator = createTokenAuthenticator({ tokens });

const credentials = { scheme: "Bearer", value: token };
const principal = await authenticator.authenticate(credentials, AbortSignal.timeout(1000));
logger.log("info", "signed in", { principal: principal.id, authorization: `Bearer ${token}` });
