#include "base/id.h"

#include <stdlib.h>
#include <string.h>

int
id_cmp(const struct id *a, const struct id *b)
{
	return memcmp(a->b, b->b, ID_BYTES);
}

bool
id_equal(const struct id *a, const struct id *b)
{
	return id_cmp(a, b) == 0;
}

int
id_order(const void *a, const void *b)
{
	return id_cmp(a, b);
}

bool
id_is_zero(const struct id *id)
{
	static const struct id zero;

	return id_equal(id, &zero);
}

int
device_cmp(const struct device_id *a, const struct device_id *b)
{
	return memcmp(a->b, b->b, DEVICE_BYTES);
}

bool
device_equal(const struct device_id *a, const struct device_id *b)
{
	return device_cmp(a, b) == 0;
}

void
hex_encode(const void *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *from = bytes;

	for (size_t i = 0; i < len; i++) {
		*out++ = digits[from[i] >> 4];
		*out++ = digits[from[i] & 15];
	}
	*out = '\0';
}

/* Value of a digit with 16 added, so that zero says none: a step holds many hundred digits, and there are half a million steps. */
static const uint8_t hex_values[256] = {
	['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21, ['6'] = 22, ['7'] = 23,
	['8'] = 24, ['9'] = 25, ['a'] = 26, ['b'] = 27, ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31,
};

bool
hex_decode(const char *hex, void *out, size_t len)
{
	const unsigned char *from = (const unsigned char *)hex;
	uint8_t *to = out;

	for (size_t i = 0; i < len; i++) { /* a NUL is no digit: nothing behind it is read */
		unsigned high = hex_values[from[2 * i]], low = high ? hex_values[from[2 * i + 1]] : 0;

		if (!high || !low)
			return false;
		to[i] = (uint8_t)((high & 15) << 4 | (low & 15));
	}
	return hex[2 * len] == '\0';
}

char *
id_hex(const struct id *id, char out[ID_HEX_LEN + 1])
{
	hex_encode(id->b, ID_BYTES, out);
	return out;
}

char *
id_short(const struct id *id, char out[9])
{
	hex_encode(id->b, 4, out);
	return out;
}

char *
device_hex(const struct device_id *device, char out[DEVICE_HEX_LEN + 1])
{
	hex_encode(device->b, DEVICE_BYTES, out);
	return out;
}

bool
id_from_hex(const char *hex, struct id *out)
{
	struct id id;

	if (!hex_decode(hex, id.b, ID_BYTES))
		return false;
	*out = id;
	return true;
}

bool
device_from_hex(const char *hex, struct device_id *out)
{
	struct device_id device;

	if (!hex_decode(hex, device.b, DEVICE_BYTES))
		return false;
	*out = device;
	return true;
}

size_t
id_first(const void *rows, size_t count, size_t row_bytes, size_t id_at, const struct id *id)
{
	const uint8_t *bytes = rows;
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (memcmp(bytes + middle * row_bytes + id_at, id->b, ID_BYTES) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
id_is_among(const struct id *ids, size_t count, const struct id *id)
{
	size_t at = id_first(ids, count, sizeof(*ids), 0, id);

	return at < count && id_equal(&ids[at], id);
}

size_t
id_sort_unique(struct id *ids, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(ids, count, sizeof(*ids), id_order);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !id_equal(&ids[kept - 1], &ids[i]))
			ids[kept++] = ids[i];
	return kept;
}
