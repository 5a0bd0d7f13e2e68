#include "cli/json.h"

/* What --json prints of people: keys, credentials, and what waits for agreement. */

static struct value
texts_of(const struct app_texts *texts)
{
	struct value list = value_list();

	for (size_t i = 0; i < texts->count; i++)
		value_append_take(&list, value_text(texts->items[i]));
	return list;
}

void
json_add_key(struct value *list, const struct app_key *key)
{
	struct value item = value_object();

	value_set_text(&item, "person", key->person);
	value_set_text(&item, "name", key->name);
	value_set_text(&item, "path", key->path);
	value_set_take(&item, "portable", value_boolean(key->portable));
	value_set_take(&item, "demo", value_boolean(key->demo));
	value_append_take(list, item);
}

static struct value
holder(const struct app_holder *of)
{
	struct value item = value_object();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&item, "code", of->code);
	value_set_text(&item, "credential", id_hex(&of->credential, hex));
	value_set_text(&item, "name", of->name);
	value_set_text(&item, "role", of->role);
	value_set_take(&item, "areas", texts_of(&of->areas));
	value_set_take(&item, "issues", texts_of(&of->issues));
	value_set_take(&item, "portable", value_boolean(of->portable));
	value_set_text(&item, "device", of->portable ? NULL : device_hex(&of->device, hex));
	value_set_text(&item, "issuer", of->issuer);
	value_set_take(&item, "officer", value_boolean(of->officer));
	value_set_take(&item, "in_office", value_boolean(of->in_office));
	value_set_take(&item, "may_be_officer", value_boolean(of->may_be_officer));
	value_set_take(&item, "revoked", value_boolean(of->revoked));
	value_set_take(&item, "request", value_boolean(of->request));
	value_set_take(&item, "stolen", value_boolean(of->stolen));
	value_set_take(&item, "counts", value_boolean(of->counts));
	value_set_text(&item, "standing", of->standing);
	return item;
}

void
json_print_people(const struct app_people *people)
{
	struct value list = value_list();

	for (size_t i = 0; i < people->count; i++)
		value_append_take(&list, holder(&people->items[i]));
	cli_print_json(&list);
	value_release(&list);
}

/* Describes the credential granted or revoked; nothing is said of a credential that is not known here. */
static void
set_credential(struct value *line, const struct app_waiting *waiting)
{
	if (!waiting->credential.name)
		return;
	value_set_text(line, "name", waiting->credential.name);
	value_set_text(line, "role", waiting->credential.role);
	value_set_take(line, "areas", texts_of(&waiting->credential.areas));
	value_set_take(line, "issues", texts_of(&waiting->credential.issues));
}

static struct value
waiting_line(const struct app_waiting *waiting)
{
	static const char *const kinds[WAITING_KIND_COUNT] = { "pack", "credential", "revocation", "genesis" };
	struct value line = value_object();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&line, "step", id_hex(&waiting->step, hex));
	value_set_text(&line, "kind", kinds[waiting->kind]);
	value_set_text(&line, "by", waiting->by);
	value_set_text(&line, "at", waiting->at);
	value_set_integer(&line, "have", waiting->have);
	value_set_integer(&line, "need", waiting->need);
	value_set_integer(&line, "have_new", waiting->have_new);
	value_set_integer(&line, "need_new", waiting->need_new);
	value_set_take(&line, "mine", value_boolean(waiting->mine));
	switch (waiting->kind) {
	case WAITING_PACK:
		value_set_text(&line, "pack", waiting->pack.name);
		value_set_integer(&line, "version", waiting->pack.version);
		break;
	case WAITING_CREDENTIAL:
		set_credential(&line, waiting);
		break;
	case WAITING_REVOCATION:
		set_credential(&line, waiting);
		value_set_text(&line, "reason", waiting->revocation.reason);
		value_set_integer(&line, "receipt", waiting->revocation.receipt);
		break;
	case WAITING_GENESIS:
	case WAITING_KIND_COUNT:
		value_set_take(&line, "officers", texts_of(&waiting->genesis.officers));
		value_set_integer(&line, "threshold", waiting->genesis.threshold);
		value_set_take(&line, "receiver_changes", value_boolean(waiting->genesis.receiver_changes));
		value_set_take(&line, "receiver_here", value_boolean(waiting->genesis.receiver_here));
		break;
	}
	return line;
}

void
json_print_waiting(const struct app_waiting_list *waiting)
{
	struct value list = value_list();

	for (size_t i = 0; i < waiting->count; i++)
		value_append_take(&list, waiting_line(&waiting->items[i]));
	cli_print_json(&list);
	value_release(&list);
}
