#include "app/people/credential.h"

#include "app/session/act.h"

static struct value
texts(const char *const *items, size_t count)
{
	struct value list = value_list();

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(items[i]));
	value_sort_texts(&list);
	return list;
}

void
credential_step_start(struct step *step, const struct keyfile_head *head, const char *role, const char *const *areas, size_t area_count,
		      const char *const *issues, size_t issue_count)
{
	char hex[SEAL_HEX_MAX + 1];

	act_step_start(step, STEP_CREDENTIAL);
	value_set_text(&step->data, "person", head->person);
	value_set_text(&step->data, "name", head->name);
	value_set_text(&step->data, "role", role);
	value_set_text(&step->data, "sign_key", sign_key_hex(&head->sign_key, hex));
	value_set_text(&step->data, "box_key", box_key_hex(&head->box_key, hex));
	value_set_take(&step->data, "areas", texts(areas, area_count));
	value_set_take(&step->data, "issues", texts(issues, issue_count));
}
