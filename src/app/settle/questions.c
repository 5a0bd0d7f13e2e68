#include <stdlib.h>
#include <string.h>

#include "app/session/state.h"
#include "app/session/vault.h"
#include "app/stick/exchange.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/forks.h"
#include "trust/holders.h"
#include "trust/same.h"

/* What waits for a decision: feeds that split, and houses that may have been listed twice. */

#define SUGGESTIONS_MAX 1000

/* ---- forks */

struct listing_forks {
	struct app *app;
	struct value *list;
};

static struct value
rival_line(struct app *app, const struct id *id)
{
	struct value line = value_object();
	char hex[ID_HEX_LEN + 1], at[17];
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	value_set_text(&line, "step", id_hex(id, hex));
	if (!store_get_step(app->store, id, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		const struct credential *author = step.has_author ? trust_credential(store_trust(app->store), &step.author) : NULL;

		value_set_text(&line, "kind", step.kind);
		value_set_text(&line, "by", author ? author->name : NULL);
		clock_minute(step.at_unix, at);
		value_set_text(&line, "at", at);
	}
	value_set_take(&line, "keeps", value_boolean(trust_kept(store_trust(app->store), id)));
	value_set_integer(&line, "steps", (int64_t)trust_branch_length(store_trust(app->store), id));
	step_release(&step);
	buf_release(&body);
	return line;
}

/* Whose laptop it is: who may sign on it and nowhere else. */
static struct value
people_of(struct app *app, const struct device_id *device)
{
	const struct trust *trust = store_trust(app->store);
	struct value list = value_list();

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->reason == TRUST_COUNTS && at->has_device && device_equal(&at->device, device))
			value_append_take(&list, value_text(at->name));
	}
	return list;
}

static void
list_fork(const struct trust_fork *fork, void *ctx)
{
	struct listing_forks *listing = ctx;
	struct value line = value_object(), rivals = value_list();
	char hex[DEVICE_HEX_LEN + 1];

	value_set_take(&line, "people", people_of(listing->app, &fork->device));
	value_set_take(&line, "own", value_boolean(listing->app->has_device && device_equal(&fork->device, &listing->app->device)));
	value_set_text(&line, "device", device_hex(&fork->device, hex));
	value_set_integer(&line, "epoch", fork->epoch);
	value_set_integer(&line, "seq", fork->seq);
	value_set_take(&line, "settled", value_boolean(fork->settled));
	for (size_t i = 0; i < fork->rival_count; i++)
		value_append_take(&rivals, rival_line(listing->app, &fork->rivals[i]));
	value_set_take(&line, "rivals", rivals);
	value_append_take(listing->list, line);
}

/* ---- houses listed twice */

struct clue { /* what two houses may share */
	char *text;
	struct id root;
};

struct looking {
	struct app *app;
	struct value *list;
	struct clue *clues;
	size_t count, cap;
	struct id *roots;
	size_t root_count, root_cap;
};

static bool
joined(const struct trust *trust, const struct id *a, const struct id *b)
{
	for (size_t i = 0; i < trust_same_count(trust); i++) {
		const struct trust_same *at = trust_same_at(trust, i);

		if ((id_equal(&at->a, a) && id_equal(&at->b, b)) || (id_equal(&at->a, b) && id_equal(&at->b, a)))
			return true;
	}
	return false;
}

/* Two houses are one question, whatever they share; the strongest clue comes first: photo, address, owner. */
static bool
suggested(const struct value *list, const struct id *a, const struct id *b)
{
	char left[ID_HEX_LEN + 1], right[ID_HEX_LEN + 1];

	id_hex(a, left);
	id_hex(b, right);
	for (size_t i = 0; i < list->list.count; i++) {
		const char *one = value_get_text(&list->list.items[i], "building"), *other = value_get_text(&list->list.items[i], "other");

		if ((strcmp(one, left) == 0 && strcmp(other, right) == 0) || (strcmp(one, right) == 0 && strcmp(other, left) == 0))
			return true;
	}
	return false;
}

static void
suggest(struct looking *looking, const struct id *a, const struct id *b, const char *why)
{
	struct value line;
	char hex[ID_HEX_LEN + 1];

	if (looking->list->list.count >= SUGGESTIONS_MAX || joined(store_trust(looking->app->store), a, b))
		return;
	if (suggested(looking->list, a, b))
		return;
	line = value_object();
	value_set_text(&line, "building", id_hex(a, hex));
	value_set_text(&line, "other", id_hex(b, hex));
	value_set_text(&line, "why", why);
	value_append_take(looking->list, line);
}

static bool
on_twin(const struct id *a, const struct id *b, void *ctx)
{
	suggest(ctx, a, b, "photo");
	return true;
}

static bool
note_root(const struct building_row *row, void *ctx)
{
	struct looking *looking = ctx;

	MEM_GROW(looking->roots, looking->root_count, looking->root_cap);
	looking->roots[looking->root_count++] = row->root;
	return true;
}

/* The address is all texts of the root form but the numbers that offices give; it tells a house apart only with something that is no mere
 * name of a place. The owner is compared within a place. */
struct clues_of {
	const struct value *values;
	struct buf address, owner;
	bool is_house, has_owner;
};

static bool
add_clue(const struct field *field, void *ctx)
{
	struct clues_of *of = ctx;
	const char *text = value_get_text(of->values, field->name);

	if (field->parent && field->parent->type == FIELD_REPEAT)
		return true;
	if (field->type == FIELD_DIVISION || (field->type == FIELD_TEXT && (field->is_private || field->complete)))
		buf_printf(&of->address, "%s\n", text ? text : "");
	if (field->type == FIELD_DIVISION || (field->type == FIELD_TEXT && !field->is_private && field->complete) ||
	    field->type == FIELD_PERSON)
		buf_printf(&of->owner, "%s\n", text ? text : "");
	of->is_house |= field->type == FIELD_TEXT && field->is_private && !field->complete && text;
	of->has_owner |= field->type == FIELD_PERSON && text;
	return true;
}

static void
keep_clue(struct looking *looking, struct buf *text, char kind, const struct id *root)
{
	MEM_GROW(looking->clues, looking->count, looking->cap);
	looking->clues[looking->count++] = (struct clue){ mem_printf("%c%s", kind, buf_text(text)), *root };
}

static enum status
read_clues(struct looking *looking, const struct id *root, struct err *err)
{
	const struct pack *pack = store_pack(looking->app->store);
	struct private_reader reader = vault_reader(looking->app);
	struct dossier *dossier = NULL;
	struct clues_of of = { 0 };
	enum status status = dossier_load(looking->app->store, root, &reader, &dossier, err);

	if (status)
		return status;
	of.values = dossier_values(dossier, pack->root->name);
	if (of.values)
		form_each_field(pack->root, add_clue, &of);
	if (of.is_house)
		keep_clue(looking, &of.address, 'a', root);
	if (of.has_owner)
		keep_clue(looking, &of.owner, 'o', root);
	if (of.address.data)
		secret_zero(of.address.data, of.address.cap);
	if (of.owner.data)
		secret_zero(of.owner.data, of.owner.cap);
	buf_release(&of.address);
	buf_release(&of.owner);
	dossier_free(dossier);
	return STATUS_OK;
}

static int
clue_cmp(const void *a, const void *b)
{
	const struct clue *left = a, *right = b;
	int order = strcmp(left->text, right->text);

	return order ? order : id_cmp(&left->root, &right->root);
}

static enum status
compare_houses(struct looking *looking, const char *area, struct err *err)
{
	enum status status = store_each_building(looking->app->store, area, note_root, looking, err);

	for (size_t i = 0; i < looking->root_count && !status; i++)
		status = read_clues(looking, &looking->roots[i], err);
	if (looking->count)
		qsort(looking->clues, looking->count, sizeof(*looking->clues), clue_cmp);
	for (size_t i = 1, first = 0; i < looking->count && !status; i++) {
		if (strcmp(looking->clues[first].text, looking->clues[i].text) != 0)
			first = i;
		else
			suggest(looking, &looking->clues[first].root, &looking->clues[i].root,
				*looking->clues[i].text == 'a' ? "address" : "owner");
	}
	for (size_t i = 0; i < looking->count; i++)
		secret_free(looking->clues[i].text);
	free(looking->clues);
	free(looking->roots);
	return status;
}

static struct value
joined_lines(const struct trust *trust)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < trust_same_count(trust); i++) {
		const struct trust_same *at = trust_same_at(trust, i);
		struct value line = value_object();

		value_set_text(&line, "building", id_hex(&at->a, hex));
		value_set_text(&line, "other", id_hex(&at->b, hex));
		value_set_text(&line, "step", id_hex(&at->decision, hex));
		value_append_take(&list, line);
	}
	return list;
}

enum status
app_questions(struct app *app, const char *area, bool compare, struct value *out, struct err *err)
{
	struct value forks = value_list(), same = value_list();
	struct listing_forks listing = { app, &forks };
	struct looking looking = { .app = app, .list = &same };
	enum status status;

	trust_each_fork(store_trust(app->store), list_fork, &listing);
	status = store_each_photo_twin(app->store, area, on_twin, &looking, err);
	if (!status && compare && app->unlocked && store_pack(app->store))
		status = compare_houses(&looking, area, err);
	if (status) {
		value_release(&forks);
		value_release(&same);
		return status;
	}
	*out = value_object();
	value_set_take(out, "forks", forks);
	value_set_take(out, "same", same);
	value_set_take(out, "joined", joined_lines(store_trust(app->store)));
	return STATUS_OK;
}
