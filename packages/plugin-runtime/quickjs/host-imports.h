/* All that the engine asks of its host. Text goes over as UTF-8; of a text that comes back, the length, for `host_take` to fetch. */
#ifndef HOST_IMPORTS_H
#define HOST_IMPORTS_H

#include <stdint.h>

#define HOST_IMPORT(name) __attribute__((import_module("cordon"), import_name(name)))

HOST_IMPORT("take") uint32_t host_take(char *place, uint32_t capacity);
HOST_IMPORT("config") uint32_t host_config(void);
HOST_IMPORT("host") uint32_t host_request(const char *request, uint32_t length);
HOST_IMPORT("log") void host_log(int32_t level, const char *record, uint32_t length);
HOST_IMPORT("now") double host_now(void);

#endif
