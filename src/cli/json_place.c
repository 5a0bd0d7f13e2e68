#include "cli/json.h"

#include "base/id.h"

/* What is signed about villages, as JSON. */

static struct value
json_head(const struct manifest_signed *head)
{
	struct value out = value_object();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&out, "step", id_hex(&head->step, hex));
	value_set_text(&out, "by", head->by);
	value_set_text(&out, "at", head->at);
	value_set_integer(&out, "houses", head->houses);
	value_set_integer(&out, "missing", (int64_t)head->missing);
	value_set_integer(&out, "more", head->more);
	value_set_integer(&out, "reached", (int64_t)head->reached);
	value_set_integer(&out, "open", (int64_t)head->open);
	return out;
}

static struct value
json_missing(const struct manifest_house *house)
{
	struct value out = value_object();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&out, "building", id_hex(&house->root, hex));
	value_set_text(&out, "by", house->by);
	if (house->form)
		value_set_text(&out, "form", house->form->name);
	value_set_integer(&out, "tries", house->tries);
	if (house->reason)
		value_set_text(&out, "reason", house->reason->name);
	return out;
}

void
json_print_manifests(const struct app_manifests *manifests)
{
	struct value list = value_list();

	for (size_t v = 0; v < manifests->count; v++) {
		const struct manifest_village *village = &manifests->villages[v];
		struct value line = value_object(), heads = value_list(), missing = value_list();

		value_set_text(&line, "division", village->code);
		value_set_text(&line, "name", village->name);
		value_set_integer(&line, "houses", (int64_t)village->houses);
		value_set_integer(&line, "missing", (int64_t)village->missing);
		value_set_text(&line, "standing", manifest_standing_word(village->standing));
		for (size_t i = 0; i < village->head_count; i++)
			value_append_take(&heads, json_head(&village->heads[i]));
		value_set_take(&line, "signed", heads);
		for (size_t i = 0; village->items && i < village->houses; i++)
			if (village->items[i].missing)
				value_append_take(&missing, json_missing(&village->items[i]));
		if (village->items)
			value_set_take(&line, "houses_missing", missing);
		else
			value_release(&missing);
		value_append_take(&list, line);
	}
	cli_print_json(&list);
	value_release(&list);
}

/* ---- the machine */

void
json_print_doctor(const struct doctor *doctor)
{
	static const char *const states[] = { [DOCTOR_FINE] = "fine", [DOCTOR_NOTE] = "note", [DOCTOR_WRONG] = "wrong" };
	struct value findings = value_list();

	for (size_t i = 0; i < doctor->count; i++) {
		struct value finding = value_object();

		value_set_text(&finding, "subject", doctor->items[i].subject);
		value_set_text(&finding, "state", states[doctor->items[i].state]);
		value_set_text(&finding, "says", doctor->items[i].says);
		value_set_text(&finding, "mend", doctor->items[i].mend);
		value_append_take(&findings, finding);
	}
	cli_print_json(&findings);
	value_release(&findings);
}
