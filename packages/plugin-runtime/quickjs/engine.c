/*
 * Runs one JavaScript plugin inside QuickJS, as a core WebAssembly module.
 *
 * The contract is that of @cordon/wasm-engine: `alloc`, and operations that take a pointer and a length and return
 * `pointer << 32 | length`. The host makes an instance, lets it `evaluate` a plugin, keeps a snapshot of that, and begins every
 * `invoke` from it. For that reason nothing here is put back after a call: whatever a call leaves behind, nobody sees.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "quickjs.h"
#include "host-imports.h"

#define OPERATION(name) __attribute__((export_name(name), visibility("default")))

/* How much of the stack JavaScript may use. C functions below it that do not check the stack themselves get the rest. */
#define JS_STACK_BYTES (STACK_BYTES - 32 * 1024)

/* The compiler takes far more of the platform's own stack than of this one, and must stop before that ends. */
#define COMPILER_STACK_BYTES (128 * 1024)

/* After evaluation, garbage is collected only once a call has made this much of it: short calls then never pay for it. */
#define GARBAGE_BYTES_PER_CALL (1024 * 1024)

/* How much a call can allocate before the memory must grow. An instance whose memory grew cannot be used for another call. */
#define ROOM_PER_CALL (512 * 1024)

static const char PRELUDE[] = {
#embed "prelude.js"
    , 0};

/* The most text that goes to the host at once: a request beyond it is the plugin's error, where the host would end the call. */
#define HOST_TEXT_BYTES (2 * 1024 * 1024)

/* Told where not even an error can be described any more, for want of memory or stack. */
static const char LAST_RESORT_FAILURE[] =
    "{\"kind\":\"failed\",\"error\":{\"name\":\"InternalError\",\"message\":\"The plugin ran out of memory or stack.\"}}";

/* What the prelude hands over, and what is known of the running call. All of it is part of the snapshot. */
static struct {
    JSRuntime *runtime;
    JSContext *context;
    JSValue adopt, describe, invoke, encode_failure;
    bool has_plugin, is_in_call, is_time_known;
    /* Why there is no plugin: what every operation then answers. */
    int64_t load_failure;
    double time_ms;
} guest;

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

extern size_t malloc_usable_size(void *block);

static size_t usable_size(const void *block)
{
    return malloc_usable_size((void *)block);
}

/* QuickJS counts what it uses, since garbage collection depends on it. How much there is, the cap of the memory says. */
static void *count_added(JSMallocState *state, void *block)
{
    if (block) {
        state->malloc_count += 1;
        state->malloc_size += usable_size(block);
    }
    return block;
}

static void count_removed(JSMallocState *state, size_t size)
{
    state->malloc_count -= 1;
    state->malloc_size -= size;
}

static void *js_allocate(JSMallocState *state, size_t size)
{
    return count_added(state, malloc(size));
}

static void js_release(JSMallocState *state, void *block)
{
    if (!block)
        return;
    count_removed(state, usable_size(block));
    free(block);
}

static void *js_resize(JSMallocState *state, void *block, size_t size)
{
    if (!block)
        return size == 0 ? NULL : js_allocate(state, size);
    if (size == 0) {
        js_release(state, block);
        return NULL;
    }
    size_t before = usable_size(block);
    void *moved = realloc(block, size);
    if (!moved)
        return NULL;
    count_removed(state, before);
    return count_added(state, moved);
}

static const JSMallocFunctions ALLOCATOR = {js_allocate, js_release, js_resize, usable_size};

/* ---- time ------------------------------------------------------------------------------------------------------------------ */

static double ask_time(void)
{
    guest.time_ms = host_now();
    guest.is_time_known = true;
    return guest.time_ms;
}

/*
 * Libc's clock, which `Date` reads. It stands still but for `context.now()`, so that a plugin cannot use up the host's quota by
 * looking at a date, and it stands at 1970 while the plugin is evaluated, since that happens once for many calls. `Math.random` is
 * seeded from it when the context is made: with the same number for every plugin and call.
 */
int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    (void)zone;
    double ms = 0;
    if (guest.is_in_call)
        ms = guest.is_time_known ? guest.time_ms : ask_time();
    now->tv_sec = (time_t)(ms / 1000);
    now->tv_usec = (suseconds_t)((ms - (double)now->tv_sec * 1000) * 1000);
    return 0;
}

/* ---- what the prelude can ask of the host -------------------------------------------------------------------------------------- */

static JSValue take_text(JSContext *context, uint32_t length)
{
    char *text = js_malloc(context, length + 1);
    if (!text)
        return JS_EXCEPTION;
    JSValue taken = JS_NewStringLen(context, text, host_take(text, length));
    js_free(context, text);
    return taken;
}

static JSValue refuse_outside_call(JSContext *context)
{
    return JS_ThrowTypeError(context, "The host can be reached only while a call runs.");
}

static JSValue ask_host(JSContext *context, JSValueConst self, int count, JSValueConst *values)
{
    size_t length;
    if (!guest.is_in_call)
        return refuse_outside_call(context);
    const char *request = JS_ToCStringLen(context, &length, values[0]);
    if (!request)
        return JS_EXCEPTION;
    if (length > HOST_TEXT_BYTES) {
        JS_FreeCString(context, request);
        return JS_ThrowRangeError(context, "What the plugin asks of the host is larger than %d bytes.", HOST_TEXT_BYTES);
    }
    uint32_t answered = host_request(request, length);
    JS_FreeCString(context, request);
    return take_text(context, answered);
}

static JSValue ask_config(JSContext *context, JSValueConst self, int count, JSValueConst *values)
{
    return guest.is_in_call ? take_text(context, host_config()) : refuse_outside_call(context);
}

/* What is logged while the plugin is evaluated has nobody to go to. */
static JSValue write_log(JSContext *context, JSValueConst self, int count, JSValueConst *values)
{
    int32_t level;
    size_t length;
    if (!guest.is_in_call)
        return JS_UNDEFINED;
    if (JS_ToInt32(context, &level, values[0]))
        return JS_EXCEPTION;
    const char *record = JS_ToCStringLen(context, &length, values[1]);
    if (!record)
        return JS_EXCEPTION;
    host_log(level, record, length);
    JS_FreeCString(context, record);
    return JS_UNDEFINED;
}

static JSValue read_time(JSContext *context, JSValueConst self, int count, JSValueConst *values)
{
    return JS_NewFloat64(context, guest.is_in_call ? ask_time() : 0);
}

static const JSCFunctionListEntry HOST_FUNCTIONS[] = {
    JS_CFUNC_DEF("request", 1, ask_host),
    JS_CFUNC_DEF("config", 0, ask_config),
    JS_CFUNC_DEF("log", 2, write_log),
    JS_CFUNC_DEF("now", 0, read_time),
};

/* ---- source to values -------------------------------------------------------------------------------------------------------- */

/* A context that can compile, and that no plugin ever runs in. */
static JSContext *new_compiler(void)
{
    JSContext *compiler = JS_NewContextRaw(guest.runtime);
    if (!compiler)
        return NULL;
    JS_AddIntrinsicBaseObjects(compiler);
    JS_AddIntrinsicEval(compiler);
    JS_AddIntrinsicRegExpCompiler(compiler);
    return compiler;
}

static uint8_t *compile(JSContext *compiler, const char *source, size_t length, const char *name, int type, size_t *size)
{
    JSValue compiled = JS_Eval(compiler, source, length, name, type | JS_EVAL_FLAG_COMPILE_ONLY);
    if (JS_IsException(compiled))
        return NULL;
    uint8_t *bytecode = JS_WriteObject(compiler, size, compiled, JS_WRITE_OBJ_BYTECODE);
    JS_FreeValue(compiler, compiled);
    return bytecode;
}

/*
 * Compiles source apart from the plugin's own context, which has no compiler: there, `eval` and `Function` throw. The result goes
 * over as bytecode.
 */
static JSValue load(const char *source, size_t length, const char *name, int type)
{
    size_t size;
    JSContext *compiler = new_compiler();
    if (!compiler)
        return JS_ThrowOutOfMemory(guest.context);
    JS_SetMaxStackSize(guest.runtime, COMPILER_STACK_BYTES);
    uint8_t *bytecode = compile(compiler, source, length, name, type, &size);
    JSValue loaded = bytecode ? JS_ReadObject(guest.context, bytecode, size, JS_READ_OBJ_BYTECODE)
                              : JS_Throw(guest.context, JS_GetException(compiler));
    JS_SetMaxStackSize(guest.runtime, JS_STACK_BYTES);
    js_free(compiler, bytecode);
    JS_FreeContext(compiler);
    return loaded;
}

static JSContext *new_plugin_context(void)
{
    JSContext *context = JS_NewContextRaw(guest.runtime);
    if (!context)
        return NULL;
    JS_AddIntrinsicBaseObjects(context);
    JS_AddIntrinsicDate(context);
    JS_AddIntrinsicStringNormalize(context);
    JS_AddIntrinsicRegExp(context);
    JS_AddIntrinsicJSON(context);
    JS_AddIntrinsicProxy(context);
    JS_AddIntrinsicMapSet(context);
    JS_AddIntrinsicTypedArrays(context);
    JS_AddIntrinsicPromise(context);
    JS_AddIntrinsicWeakRef(context);
    return context;
}

/* ---- promises ---------------------------------------------------------------------------------------------------------------- */

/* Runs jobs until a promise is settled; what it came to, or an exception. Takes the promise. */
static JSValue settle(JSValue promise)
{
    JSContext *context;
    while (JS_PromiseState(guest.context, promise) == JS_PROMISE_PENDING) {
        int ran = JS_ExecutePendingJob(guest.runtime, &context);
        if (ran == 0)
            return JS_ThrowTypeError(guest.context, "The plugin's promise can never settle: nothing is left that could do it.");
        if (ran < 0)
            JS_FreeValue(context, JS_GetException(context));
    }
    JSValue result = JS_PromiseResult(guest.context, promise);
    bool is_rejected = JS_PromiseState(guest.context, promise) == JS_PROMISE_REJECTED;
    JS_FreeValue(guest.context, promise);
    return is_rejected ? JS_Throw(guest.context, result) : result;
}

static JSValue call_prelude(JSValueConst function, JSValue argument)
{
    if (JS_IsException(argument))
        return JS_EXCEPTION;
    JSValue result = JS_Call(guest.context, function, JS_UNDEFINED, 1, &argument);
    JS_FreeValue(guest.context, argument);
    return result;
}

/* ---- answers ----------------------------------------------------------------------------------------------------------------- */

static int64_t pack(const char *text, size_t length)
{
    return (int64_t)((uint64_t)(uintptr_t)text << 32 | (uint32_t)length);
}

/* The text of a value that the prelude made, which is JSON and so always valid UTF-8. Empty if it is none. */
static int64_t pack_value(JSValue value)
{
    size_t length;
    const char *text = JS_IsString(value) ? JS_ToCStringLen(guest.context, &length, value) : NULL;
    return text ? pack(text, length) : 0;
}

static int64_t pack_exception(void)
{
    int64_t encoded = pack_value(call_prelude(guest.encode_failure, JS_GetException(guest.context)));
    return encoded ? encoded : pack(LAST_RESORT_FAILURE, strlen(LAST_RESORT_FAILURE));
}

/* ---- operations ---------------------------------------------------------------------------------------------------------------- */

extern void __wasm_call_ctors(void);

static JSValue property(JSValueConst object, const char *name)
{
    return JS_GetPropertyStr(guest.context, object, name);
}

static void run_prelude(void)
{
    JSValue host = JS_NewObject(guest.context);
    JS_SetPropertyFunctionList(guest.context, host, HOST_FUNCTIONS, sizeof HOST_FUNCTIONS / sizeof HOST_FUNCTIONS[0]);
    JSValue loaded = load(PRELUDE, sizeof PRELUDE - 1, "prelude.js", JS_EVAL_TYPE_GLOBAL);
    JSValue setup = JS_EvalFunction(guest.context, loaded);
    JSValue prelude = call_prelude(setup, host);
    JS_FreeValue(guest.context, setup);
    if (JS_IsException(prelude))
        __builtin_trap();
    guest.adopt = property(prelude, "adopt");
    guest.describe = property(prelude, "describe");
    guest.invoke = property(prelude, "invoke");
    guest.encode_failure = property(prelude, "encodeFailure");
    JS_FreeValue(guest.context, prelude);
}

OPERATION("_initialize") void initialise(void)
{
    __wasm_call_ctors();
    guest.runtime = JS_NewRuntime2(&ALLOCATOR, NULL);
    if (!guest.runtime)
        __builtin_trap();
    JS_SetStripInfo(guest.runtime, JS_STRIP_SOURCE);
    guest.context = new_plugin_context();
    if (!guest.context)
        __builtin_trap();
    run_prelude();
}

/* Where the host puts the input of an operation. The byte more is the zero that QuickJS wants after any source. */
OPERATION("alloc") char *allocate_input(uint32_t length)
{
    char *place = length == UINT32_MAX ? NULL : malloc(length + 1);
    if (!place)
        __builtin_trap();
    place[length] = 0;
    return place;
}

static JSValue evaluate_module(const char *source, size_t length)
{
    JSValue module = load(source, length, "plugin.js", JS_EVAL_TYPE_MODULE);
    if (JS_IsException(module) || JS_ResolveModule(guest.context, module) < 0)
        return JS_EXCEPTION;
    JSModuleDef *definition = JS_VALUE_GET_PTR(module);
    JSValue evaluated = JS_EvalFunction(guest.context, module);
    if (JS_IsException(evaluated))
        return JS_EXCEPTION;
    JSValue settled = settle(evaluated);
    if (JS_IsException(settled))
        return JS_EXCEPTION;
    JS_FreeValue(guest.context, settled);
    return JS_GetModuleNamespace(guest.context, definition);
}

static void postpone_collection(void)
{
    JSMemoryUsage usage;
    JS_RunGC(guest.runtime);
    JS_ComputeMemoryUsage(guest.runtime, &usage);
    JS_SetGCThreshold(guest.runtime, (size_t)usage.malloc_size + GARBAGE_BYTES_PER_CALL);
}

static void make_room(void)
{
    free(malloc(ROOM_PER_CALL));
}

/* Later calls find this instead of a plugin, so that a host which looks at no output of `evaluate` hears of it all the same. */
static int64_t keep_load_failure(void)
{
    return guest.load_failure = pack_exception();
}

/* Input: the source of an ES module. Output: nothing, or `{"kind":"failed",…}` where it cannot be had as a plugin. */
OPERATION("evaluate") int64_t evaluate(char *source, uint32_t length)
{
    JS_UpdateStackTop(guest.runtime);
    if (guest.has_plugin || guest.load_failure)
        __builtin_trap();
    JSValue adopted = call_prelude(guest.adopt, evaluate_module(source, length));
    free(source);
    if (JS_IsException(adopted))
        return keep_load_failure();
    guest.has_plugin = true;
    postpone_collection();
    make_room();
    return 0;
}

/* Output: the plugin's metadata as JSON, or `{"kind":"failed",…}`. */
OPERATION("describe") int64_t describe(char *input, uint32_t length)
{
    if (!guest.has_plugin)
        return guest.load_failure;
    JS_UpdateStackTop(guest.runtime);
    int64_t described = pack_value(call_prelude(guest.describe, JS_UNDEFINED));
    return described ? described : pack_exception();
}

/* Input: `{"operation", "input", "callId"}`. Output: what the plugin answered, or `{"kind":"failed",…}`. */
OPERATION("invoke") int64_t invoke(char *input, uint32_t length)
{
    if (!guest.has_plugin)
        return guest.load_failure;
    JS_UpdateStackTop(guest.runtime);
    guest.is_in_call = true;
    JSValue call = JS_ParseJSON(guest.context, input, length, "input.json");
    free(input);
    JSValue promise = call_prelude(guest.invoke, call);
    int64_t answer = JS_IsException(promise) ? 0 : pack_value(settle(promise));
    return answer ? answer : pack_exception();
}
