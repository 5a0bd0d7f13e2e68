#include "step/log.h"

#include <string.h>

#include "step/step.h"

bool
log_of_step(const struct step *step, struct log_key *out)
{
	*out = (struct log_key){ .author = step->author, .device = step->device, .epoch = step->epoch };
	memcpy(out->area, step->area, sizeof(out->area));
	return step->has_author;
}

int
log_cmp(const struct log_key *a, const struct log_key *b)
{
	int order = id_cmp(&a->author, &b->author);

	if (!order)
		order = device_cmp(&a->device, &b->device);
	if (!order)
		order = strcmp(a->area, b->area);
	return order ? order : (a->epoch > b->epoch) - (a->epoch < b->epoch);
}

bool
log_beside(const struct log_key *a, const struct log_key *b)
{
	return id_equal(&a->author, &b->author) && device_equal(&a->device, &b->device) && strcmp(a->area, b->area) == 0;
}

int
log_owner_cmp(const struct log_key *a, const struct log_key *b)
{
	int order = id_cmp(&a->author, &b->author);

	return order ? order : strcmp(a->area, b->area);
}

bool
log_equal(const struct log_key *a, const struct log_key *b)
{
	return a->epoch == b->epoch && log_beside(a, b);
}

void
log_name(const struct log_key *log, struct id *out)
{
	uint8_t bytes[ID_BYTES + DEVICE_BYTES + DIVISION_CODE_LEN + 8] = { 0 };
	uint8_t *to = bytes;

	memcpy(to, log->author.b, ID_BYTES);
	to += ID_BYTES;
	memcpy(to, log->device.b, DEVICE_BYTES);
	to += DEVICE_BYTES;
	memcpy(to, log->area, strlen(log->area));
	to += DIVISION_CODE_LEN;
	for (int i = 0; i < 8; i++)
		to[i] = (uint8_t)((uint64_t)log->epoch >> (8 * i));
	hash_bytes(bytes, sizeof(bytes), out);
}

void
log_write(const struct log_key *log, struct value *object)
{
	char hex[DEVICE_HEX_LEN + 1];

	step_data_set_id(object, "author", &log->author);
	value_set_text(object, "device", device_hex(&log->device, hex));
	value_set_text(object, "area", log->area);
	value_set_integer(object, "epoch", log->epoch);
}

bool
log_read(const struct value *object, struct log_key *out)
{
	const char *device = value_get_text(object, "device"), *area = value_get_text(object, "area");

	*out = (struct log_key){ .epoch = value_get_integer(object, "epoch", 0) };
	if (!step_data_id(object, "author", &out->author) || !device || !device_from_hex(device, &out->device) || !area ||
	    division_level(area) == DIVISION_LEVEL_COUNT || out->epoch < 1 || out->epoch > STEP_NUMBER_MAX)
		return false;
	strcpy(out->area, area);
	return true;
}
