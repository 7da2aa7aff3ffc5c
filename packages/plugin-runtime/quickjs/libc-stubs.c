/*
 * What libc would ask of WASI. A plugin has no files, no environment and no clock of the machine, and what the engine prints when it is
 * about to abort has nobody to read it. Each function here keeps libc's own, which imports from WASI, out of the module.
 */
#include <stdint.h>
#include <time.h>
#include <wasi/api.h>

_Noreturn void abort(void)
{
    __builtin_trap();
}

__wasi_errno_t __wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count, __wasi_size_t *written)
{
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t fd, __wasi_filedelta_t offset, __wasi_whence_t whence, __wasi_filesize_t *position)
{
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t fd)
{
    return __WASI_ERRNO_BADF;
}

/* The only time zone is UTC. */
struct tm *localtime_r(const time_t *restrict time, struct tm *restrict parts)
{
    struct tm *broken = gmtime_r(time, parts);
    if (broken)
        broken->tm_gmtoff = 0;
    return broken;
}
