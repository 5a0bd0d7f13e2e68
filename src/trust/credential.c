#include "trust/credential.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/mem.h"

static char **
copy_texts(const struct value *list, size_t *count)
{
	char **texts = mem_array(list ? list->list.count : 0, sizeof(*texts));

	*count = 0;
	for (size_t i = 0; list && i < list->list.count; i++)
		if (list->list.items[i].type == VALUE_TEXT)
			texts[(*count)++] = mem_strdup(list->list.items[i].text);
	return texts;
}

bool
credential_from_step(const struct id *id, const struct step *step, struct credential *out)
{
	const struct value *data = &step->data;
	const char *person = value_get_text(data, "person"), *device = value_get_text(data, "device");
	const char *sign = value_get_text(data, "sign_key"), *box = value_get_text(data, "box_key");
	struct credential credential = { .id = *id };
	struct device_id person_hex;

	if (!person || !device_from_hex(person, &person_hex) || !sign || !sign_key_from_hex(sign, &credential.sign_key) || !box ||
	    !box_key_from_hex(box, &credential.box_key) || !value_get_text(data, "name") || !value_get_text(data, "role"))
		return false;
	if (device && !device_from_hex(device, &credential.device))
		return false;
	memcpy(credential.person, person, 33);
	credential.has_device = device != NULL;
	credential.name = mem_strdup(value_get_text(data, "name"));
	credential.role = mem_strdup(value_get_text(data, "role"));
	credential.areas = copy_texts(value_get_list(data, "areas"), &credential.area_count);
	credential.issues = copy_texts(value_get_list(data, "issues"), &credential.issue_count);
	credential.has_request = step_data_id(data, "request", &credential.request);
	credential.has_issuer = step->has_author;
	credential.issuer = step->author;
	credential.at_unix = step->at_unix;
	credential.not_after_unix = value_get_integer(data, "not_after", 0);
	*out = credential;
	for (size_t i = 0; i < credential.area_count; i++)
		if (division_level(credential.areas[i]) == DIVISION_LEVEL_COUNT) {
			credential_release(out);
			return false;
		}
	return true;
}

void
credential_release(struct credential *credential)
{
	for (size_t i = 0; i < credential->area_count; i++)
		free(credential->areas[i]);
	for (size_t i = 0; i < credential->issue_count; i++)
		free(credential->issues[i]);
	free(credential->areas);
	free(credential->issues);
	free(credential->name);
	free(credential->role);
	*credential = (struct credential){ 0 };
}

bool
credential_covers(const struct credential *credential, const char *area)
{
	return division_covered((const char *const *)credential->areas, credential->area_count, area);
}

bool
credential_fits_device(const struct credential *credential, const struct device_id *device)
{
	return !credential->has_device || device_equal(&credential->device, device);
}

bool
credential_same_human(const struct credential *a, const struct credential *b)
{
	return a->human == b->human;
}
