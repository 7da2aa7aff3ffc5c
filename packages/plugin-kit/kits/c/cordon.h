/*
 * What a plugin in C needs of its host, in one header. It is built with clang and wasi-libc, of which it may use all that is not the
 * operating system: what prints, or opens a file, needs imports that no host grants.
 *
 *     CORDON_OPERATION(shout) { return cordon_answer(cordon_span(input, length)); }
 *
 * Input, answers and most of what the host takes and gives are JSON, in UTF-8 and without a zero at the end. Every call begins with
 * the memory as it was after loading, so nothing has to be freed.
 */
#ifndef CORDON_H
#define CORDON_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Text that is somewhere in memory. */
typedef struct {
    const char *at;
    uint32_t length;
} cordon_text;

typedef enum { CORDON_DEBUG, CORDON_INFO, CORDON_WARN, CORDON_ERROR } cordon_level;

/* Begins the definition of an operation. It is exported by its name, so the name must be one of C, too: no hyphens. */
#define CORDON_OPERATION(name)                                                                                         \
    __attribute__((export_name(#name))) int64_t name(const char *input, uint32_t length)

#define CORDON_IMPORT(name) __attribute__((import_module("cordon"), import_name(name))) extern

CORDON_IMPORT("take") uint32_t cordon_import_take(char *to, uint32_t capacity);
CORDON_IMPORT("call_id") uint32_t cordon_import_call_id(void);
CORDON_IMPORT("config") uint32_t cordon_import_config(void);
CORDON_IMPORT("now") double cordon_import_now(void);
CORDON_IMPORT("log") void cordon_import_log(int32_t level, const char *at, uint32_t length);
CORDON_IMPORT("storage_get") uint32_t cordon_import_storage_get(const char *key, uint32_t length);
CORDON_IMPORT("storage_put")
uint32_t cordon_import_storage_put(const char *key, uint32_t length, const char *json, uint32_t json_length);
CORDON_IMPORT("storage_delete") uint32_t cordon_import_storage_delete(const char *key, uint32_t length);
CORDON_IMPORT("storage_list") uint32_t cordon_import_storage_list(const char *json, uint32_t length);
CORDON_IMPORT("publish")
uint32_t cordon_import_publish(const char *topic, uint32_t length, const char *json, uint32_t json_length);
CORDON_IMPORT("http") uint32_t cordon_import_http(const char *json, uint32_t length);

/* ---- memory ------------------------------------------------------------------------------------------------------------ */

/* Never gives NULL: a plugin that cannot have more memory ends. */
static inline char *cordon_alloc(uint32_t length)
{
    char *at = malloc(length);
    if (!at)
        __builtin_trap();
    return at;
}

/* Where the host puts the input. Weak, as every file that includes this header has it. */
__attribute__((export_name("alloc"), weak)) char *cordon_alloc_input(uint32_t length)
{
    return cordon_alloc(length);
}

/* ---- text -------------------------------------------------------------------------------------------------------------- */

static inline cordon_text cordon_span(const char *at, uint32_t length)
{
    return (cordon_text){at, length};
}

/* A text of C as one of ours. */
static inline cordon_text cordon_of(const char *text)
{
    return cordon_span(text, (uint32_t)strlen(text));
}

static inline cordon_text cordon_join(cordon_text one, cordon_text other)
{
    char *at = cordon_alloc(one.length + other.length);
    memcpy(at, one.at, one.length);
    memcpy(at + one.length, other.at, other.length);
    return cordon_span(at, one.length + other.length);
}

/* A whole number, in decimal. */
static inline cordon_text cordon_number(uint64_t number)
{
    char *at = cordon_alloc(20); /* The longest has so many digits. */
    uint32_t begin = 20;
    do
        at[--begin] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    return cordon_span(at + begin, 20 - begin);
}

/* Fetches what the host has just answered with, whose length it gave. */
static inline cordon_text cordon_take(uint32_t length)
{
    char *at = cordon_alloc(length);
    return cordon_span(at, cordon_import_take(at, length));
}

/* ---- answers ----------------------------------------------------------------------------------------------------------- */

static inline int64_t cordon_output(cordon_text output)
{
    return (int64_t)((uint64_t)(uintptr_t)output.at << 32 | output.length);
}

/* Answers with a value, which is JSON. */
static inline int64_t cordon_answer(cordon_text json)
{
    return cordon_output(cordon_join(cordon_join(cordon_of("{\"kind\":\"value\",\"value\":"), json), cordon_of("}")));
}

/* Refuses, for a reason that the caller reads. The reason is put between quotes as it is. */
static inline int64_t cordon_refuse(const char *reason)
{
    cordon_text head = cordon_join(cordon_of("{\"kind\":\"refused\",\"reason\":\""), cordon_of(reason));
    return cordon_output(cordon_join(head, cordon_of("\"}")));
}

/* ---- the host ---------------------------------------------------------------------------------------------------------- */

static inline cordon_text cordon_call_id(void)
{
    return cordon_take(cordon_import_call_id());
}

/* JSON: what the operator set, or null. */
static inline cordon_text cordon_config(void)
{
    return cordon_take(cordon_import_config());
}

/* Milliseconds since 1970. */
static inline double cordon_now(void)
{
    return cordon_import_now();
}

static inline void cordon_log(cordon_level level, cordon_text message)
{
    cordon_import_log((int32_t)level, message.at, message.length);
}

/* These answer {"ok":…}, or {"error":{"code":…,"message":…}}. The manifest must ask for what they reach. */

static inline cordon_text cordon_storage_get(cordon_text key)
{
    return cordon_take(cordon_import_storage_get(key.at, key.length));
}

static inline cordon_text cordon_storage_put(cordon_text key, cordon_text json)
{
    return cordon_take(cordon_import_storage_put(key.at, key.length, json.at, json.length));
}

static inline cordon_text cordon_storage_delete(cordon_text key)
{
    return cordon_take(cordon_import_storage_delete(key.at, key.length));
}

static inline cordon_text cordon_storage_list(cordon_text json)
{
    return cordon_take(cordon_import_storage_list(json.at, json.length));
}

static inline cordon_text cordon_publish(cordon_text topic, cordon_text json)
{
    return cordon_take(cordon_import_publish(topic.at, topic.length, json.at, json.length));
}

static inline cordon_text cordon_http(cordon_text json)
{
    return cordon_take(cordon_import_http(json.at, json.length));
}

/* Whether the host did what it was asked for. */
static inline int cordon_is_ok(cordon_text answer)
{
    return answer.length >= 5 && memcmp(answer.at, "{\"ok\"", 5) == 0;
}

#endif
