#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names of things: 32 bytes (a step, photo, box: the hash of its bytes) and 16 bytes (a device:
 * random). Written as lower-case hex only. */

#define ID_BYTES 32
#define ID_HEX_LEN 64
#define DEVICE_BYTES 16
#define DEVICE_HEX_LEN 32

struct id {
	uint8_t b[ID_BYTES];
};

struct device_id {
	uint8_t b[DEVICE_BYTES];
};

int id_cmp(const struct id *a, const struct id *b); /* bytewise, as memcmp */
bool id_equal(const struct id *a, const struct id *b);
int id_order(const void *a, const void *b); /* id_cmp for qsort and bsearch */
bool id_is_zero(const struct id *id);	    /* all zero: used for "none" in memory, never in a step */

int device_cmp(const struct device_id *a, const struct device_id *b); /* bytewise */
bool device_equal(const struct device_id *a, const struct device_id *b);

/* Write the hex and its NUL; return `out`. */
char *id_hex(const struct id *id, char out[ID_HEX_LEN + 1]);
char *id_short(const struct id *id, char out[9]); /* first 8 digits, for messages */
char *device_hex(const struct device_id *device, char out[DEVICE_HEX_LEN + 1]);

/* Strict: exactly 64 (32) lower-case hex digits and NUL. */
bool id_from_hex(const char *hex, struct id *out);
bool device_from_hex(const char *hex, struct device_id *out);

void hex_encode(const void *bytes, size_t len, char *out); /* 2 * len digits and NUL */
bool hex_decode(const char *hex, void *out, size_t len);   /* strict lower case, exactly 2 * len */

/* The first of the rows, each of `row_bytes` with an id at offset `id_at` and ascending by it, whose id is not before this one; `count`: none. */
size_t id_first(const void *rows, size_t count, size_t row_bytes, size_t id_at, const struct id *id);
bool id_is_among(const struct id *ids, size_t count, const struct id *id); /* these ascend */
/* Sorts ascending and removes doubles; returns the new count. */
size_t id_sort_unique(struct id *ids, size_t count);

#endif
