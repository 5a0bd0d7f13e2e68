#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* Compiler attributes behind names that say what they are for. */

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_FMT(fmt, args) __attribute__((format(printf, fmt, args)))
#define NO_RETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
