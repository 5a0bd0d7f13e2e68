#include "app/sign/sitting_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/returned.h"
#include "app/house/work.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/map.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "step/json.h"

/* What was decided and not yet signed is kept, sealed, for the window that has the sitting. */

char *
sitting_draft_name(const struct sitting *sitting)
{
	return mem_printf("sitting:%s:%s:%s", sitting->level->chain->name, sitting->level->name, app_person_number(sitting->app));
}

enum status
sitting_save(struct sitting *sitting, struct err *err)
{
	static const struct id zeros;
	struct value draft = value_object(), houses = value_list();
	enum status status = STATUS_OK;
	struct data_key key;
	char *name = sitting_draft_name(sitting);

	for (size_t i = 0; i < sitting->count; i++) {
		const struct sitting_house *house = &sitting->houses[i];
		const char *words = house->typing ? house->typing : house->reason;
		struct value item = value_object();

		if (!house->opened && !house->sample && house->decision == DECISION_NONE) {
			value_release(&item);
			continue;
		}
		step_data_set_id(&item, "building", &house->building);
		if (!id_is_zero(&house->slot))
			step_data_set_id(&item, "root", &house->slot);
		value_set_integer(&item, "decision", house->decision);
		value_set_take(&item, "opened", value_boolean(house->opened));
		value_set_take(&item, "sample", value_boolean(house->sample));
		value_set_take(&item, "bulk", value_boolean(house->in_bulk));
		if (words && *words)
			value_set_text(&item, "reason", words);
		value_set_take(&item, "errors", return_marks_value(&house->marks));
		value_append_take(&houses, item);
	}
	value_set_take(&draft, "houses", houses);
	/* Without a key of the village nothing is kept: a lost draft of a sitting costs keys, not truth. */
	if (sitting->count && vault_has_key(sitting->app, sitting->houses[0].division, &key))
		status = draft_put(sitting->app, &key, &zeros, name, &draft, err);
	secret_zero(&key, sizeof(key));
	value_release(&draft);
	free(name);
	return status;
}

/* A house's slot by one name. */
static struct id
slot_name(const struct id *building, const struct id *slot)
{
	struct id both[2] = { *building, *slot }, name;

	hash_bytes(both, sizeof(both), &name);
	return name;
}

/* The slot that an item of a kept sitting is about; false: the item names none. */
static bool
kept_slot(const struct value *item, struct id *name)
{
	struct id building, slot;

	if (!step_data_id(item, "building", &building))
		return false;
	if (!step_data_id(item, "root", &slot))
		slot = (struct id){ { 0 } };
	*name = slot_name(&building, &slot);
	return true;
}

size_t
sitting_decided(struct app *app, const struct work *work, const struct level *level)
{
	static const struct id zeros;
	const struct sitting of = { .app = app, .level = level };
	struct value draft = { 0 };
	struct err ignored = { 0 };
	char *name = sitting_draft_name(&of);
	const struct value *houses = draft_get(app, &zeros, name, &draft, &ignored) ? NULL : value_get_list(&draft, "houses");
	struct idmap waits = { 0 };
	struct id slot;
	size_t decided = 0;

	for (size_t i = 0; houses && i < work->row_count; i++)
		if (work->rows[i].kind == WORK_SIGN && work->rows[i].level == level) {
			slot = slot_name(&work->rows[i].building, &work->rows[i].root);
			idmap_put(&waits, &slot, i);
		}
	for (size_t i = 0; houses && i < houses->list.count; i++) {
		int64_t decision = value_get_integer(&houses->list.items[i], "decision", DECISION_NONE);

		decided += (decision == DECISION_APPROVE || decision == DECISION_RETURN) && kept_slot(&houses->list.items[i], &slot) &&
			   idmap_get(&waits, &slot) != IDMAP_NONE;
	}
	idmap_release(&waits);
	value_release(&draft);
	free(name);
	return decided;
}

bool
sitting_is_kept(const struct sitting *sitting)
{
	return !sitting->unkept;
}

void
sitting_keep(struct sitting *sitting)
{
	struct err why = { 0 };
	enum status status = sitting_save(sitting, &why);

	if (status && (!sitting->unkept || status == STATUS_CONFLICT))
		app_say(sitting->app, why.text);
	sitting->unkept = status != STATUS_OK;
}

static void
restore_house(struct sitting_house *house, const struct value *item)
{
	const char *reason = value_get_text(item, "reason");
	int64_t decision = value_get_integer(item, "decision", DECISION_NONE);

	house->opened = value_get_boolean(item, "opened", false);
	house->sample = house->bulk && value_get_boolean(item, "sample", false);
	house->in_bulk = house->bulk && value_get_boolean(item, "bulk", false);
	house->decision = decision > DECISION_NONE && decision <= DECISION_LATER ? (enum decision)decision : DECISION_NONE;
	if (reason)
		house->reason = mem_strdup(reason);
	return_marks_release(&house->marks);
	return_marks_read(value_get_list(item, "errors"), &house->marks);
}

bool
sitting_restore(struct sitting *sitting)
{
	static const struct id zeros;
	struct value draft = { 0 };
	struct err ignored = { 0 };
	char *name = sitting_draft_name(sitting);
	const struct value *houses;
	struct idmap index = { 0 };
	bool sampled = false;
	struct id slot;
	size_t at;

	if (!draft_get(sitting->app, &zeros, name, &draft, &ignored)) {
		houses = value_get_list(&draft, "houses");
		for (size_t k = 0; houses && k < sitting->count; k++) {
			slot = slot_name(&sitting->houses[k].building, &sitting->houses[k].slot);
			idmap_put(&index, &slot, k);
		}
		for (size_t i = 0; houses && i < houses->list.count; i++) {
			at = kept_slot(&houses->list.items[i], &slot) ? idmap_get(&index, &slot) : IDMAP_NONE;
			if (at == IDMAP_NONE)
				continue;
			restore_house(&sitting->houses[at], &houses->list.items[i]);
			sampled |= sitting->houses[at].sample;
		}
		idmap_release(&index);
	}
	value_release(&draft);
	free(name);
	return sampled;
}

enum status
sitting_hold(struct sitting *sitting, bool take, struct err *err)
{
	static const struct id zeros;
	struct draft_holder holder;
	char *name = sitting_draft_name(sitting);
	enum status status = draft_hold(sitting->app, &zeros, name, take, &holder, err);

	sitting->holds = !status && (take || !holder.other);
	sitting->since_unix = holder.since_unix;
	free(name);
	return status;
}

void
sitting_let_go(struct sitting *sitting)
{
	static const struct id zeros;
	char *name = sitting_draft_name(sitting);

	draft_let_go(sitting->app, &zeros, name);
	free(name);
}

bool
sitting_held(const struct sitting *sitting, int64_t *since_unix)
{
	*since_unix = sitting->since_unix;
	return !sitting->holds;
}
