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

bool
id_is_zero(const struct id *id)
{
	static const struct id zero;

	return id_equal(id, &zero);
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

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
hex_decode(const char *hex, void *out, size_t len)
{
	uint8_t *to = out;

	if (strnlen(hex, 2 * len + 1) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (uint8_t)(high << 4 | low);
	}
	return true;
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

static int
compare(const void *a, const void *b)
{
	return id_cmp(a, b);
}

size_t
id_sort_unique(struct id *ids, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(ids, count, sizeof(*ids), compare);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !id_equal(&ids[kept - 1], &ids[i]))
			ids[kept++] = ids[i];
	return kept;
}
