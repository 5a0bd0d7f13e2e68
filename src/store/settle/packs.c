#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/past.h"
#include "form/later/fixed.h"
#include "store/inside.h"
#include "trust/packs.h"
#include "trust/trust.h"
#include "trust/waiting.h"

/* The packs whose steps are here: read when somebody first wants one, kept as long as the store is open, with their evaluators; and what trust
 * is told of them. */

static size_t
find_pack(const struct store *store, const struct id *id)
{
	size_t at = idmap_get(&store->pack_index, id);

	return at == IDMAP_NONE ? SIZE_MAX : at;
}

/* Of a pack that does not count nothing hangs on whether it was read. */
const struct pack *
store_found_pack(const struct store *store, const struct id *id)
{
	size_t at = find_pack(store, id);

	return at == SIZE_MAX || !trust_pack_counts(store->trust, id) ? NULL : store->packs[at].pack;
}

/* Name and version stand in the step and in its pack.yaml. */
static bool
says_the_same(const struct value *data, const struct pack *pack)
{
	const char *name = value_get_text(data, "name");

	return name && strcmp(name, pack->name) == 0 && value_get_integer(data, "version", 0) == pack->version;
}

void
packs_keep_parsed(struct store *store, const struct id *id, struct step *step)
{
	MEM_GROW(store->parsed, store->parsed_count, store->parsed_cap);
	store->parsed[store->parsed_count++] = (struct parsed_pack){ *id, *step };
	*step = (struct step){ 0 };
}

void
packs_drop_parsed(struct store *store)
{
	for (size_t i = 0; i < store->parsed_count; i++)
		step_release(&store->parsed[i].step);
	store->parsed_count = 0;
}

/* The step of the pack, parsed; caller releases. One that does not parse is left empty. */
static enum status
get_parsed(struct store *store, const struct id *id, struct step *out, struct err *err)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	enum status status;

	for (size_t i = 0; i < store->parsed_count; i++)
		if (id_equal(&store->parsed[i].id, id)) {
			*out = store->parsed[i].step;
			store->parsed[i] = store->parsed[--store->parsed_count];
			return STATUS_OK;
		}
	status = store_get_step(store, id, &body, NULL, err);
	if (!status && step_parse(buf_text(&body), body.len, out, &ignored))
		*out = (struct step){ 0 };
	buf_release(&body);
	return status;
}

static enum status
read_pack(struct store *store, const struct id *id, const struct pack **out, struct err *err)
{
	struct loaded_pack loaded = { .id = *id };
	struct err why = { 0 };
	struct step step = { 0 };
	enum status status = get_parsed(store, id, &step, &why);

	if (status)
		return status == STATUS_NOT_FOUND ? STATUS_OK : err_set(err, status, "%s", why.text);
	if (step_kind_of(step.kind) == STEP_PACK) {
		const struct value *files = value_get(&step.data, "files");

		if (files && !pack_parse(files, &loaded.pack, NULL, &why) && !says_the_same(&step.data, loaded.pack)) {
			pack_free(loaded.pack);
			loaded.pack = NULL;
		}
	}
	MEM_GROW(store->packs, store->pack_count, store->pack_cap);
	idmap_put(&store->pack_index, id, store->pack_count);
	store->packs[store->pack_count++] = loaded;
	*out = loaded.pack;
	step_release(&step);
	return STATUS_OK;
}

/* A pack that cannot be read, such as one of a newer program, is kept as NULL; it does not count here. Asked for by every field of every page: what is
 * loaded is found without more. */
enum status
store_load_pack(struct store *store, const struct id *id, const struct pack **out, struct err *err)
{
	size_t at = find_pack(store, id);

	*out = at == SIZE_MAX ? NULL : store->packs[at].pack;
	return at == SIZE_MAX ? read_pack(store, id, out, err) : STATUS_OK;
}

void
store_each_pack(const struct store *store, bool (*visit)(const struct pack *pack, void *ctx), void *ctx)
{
	for (size_t i = 0; i < store->pack_count; i++)
		if (store->packs[i].pack && trust_pack_counts(store->trust, &store->packs[i].id) && !visit(store->packs[i].pack, ctx))
			return;
}

/* ---- evaluators */

static char *
note_of(const struct id *pack)
{
	char *language = eval_language(), by[ID_HEX_LEN + 1], of[ID_HEX_LEN + 1];
	struct id hash;

	hash_bytes(language, strlen(language), &hash);
	free(language);
	return mem_printf("%s %s", id_hex(&hash, by), id_hex(pack, of));
}

static bool
is_known_to_prepare(const struct store *store, const struct id *pack)
{
	char *note = store->prepared ? note_of(pack) : NULL;
	bool is = note && strcmp(note, store->prepared) == 0;

	free(note);
	return is;
}

char *
store_prepared(const struct store *store)
{
	size_t at = store->has_pack ? find_pack(store, &store->pack_id) : SIZE_MAX;

	if (at >= store->evaluators.count || !store->evaluators.items[at].eval || is_known_to_prepare(store, &store->pack_id))
		return NULL;
	return note_of(&store->pack_id);
}

void
store_take_prepared(struct store *store, const char *note)
{
	free(store->prepared);
	store->prepared = note ? mem_strdup(note) : NULL;
}

static struct eval *
make_evaluator(const struct store *store, const struct loaded_pack *loaded)
{
	struct err ignored = { 0 };
	struct eval *eval = NULL;
	enum status status = is_known_to_prepare(store, &loaded->id) ? eval_new_trusted(loaded->pack, &eval, &ignored)
								     : eval_new(loaded->pack, &eval, NULL, &ignored);

	return status ? NULL : eval;
}

struct eval *
store_pack_eval(const struct store *store, struct evaluators *evaluators, const struct id *id)
{
	size_t at = find_pack(store, id);
	struct evaluator *evaluator;

	if (at == SIZE_MAX || !store->packs[at].pack)
		return NULL;
	if (at >= evaluators->count) {
		evaluators->items = mem_resize(evaluators->items, at + 1, sizeof(*evaluators->items));
		memset(evaluators->items + evaluators->count, 0, (at + 1 - evaluators->count) * sizeof(*evaluators->items));
		evaluators->count = at + 1;
	}
	evaluator = &evaluators->items[at];
	if (!evaluator->tried)
		evaluator->eval = make_evaluator(store, &store->packs[at]);
	evaluator->tried = true;
	return evaluator->eval;
}

void
store_evaluators_release(struct evaluators *evaluators)
{
	for (size_t i = 0; i < evaluators->count; i++)
		eval_free(evaluators->items[i].eval);
	free(evaluators->items);
	*evaluators = (struct evaluators){ 0 };
}

/* ---- can a pack be read, and what it says that a later one may not change */

static bool
tell_fact(const struct fixed_fact *fact, void *ctx)
{
	static const char *const kinds[] = {
		[FIXED_ROOT] = "root", [FIXED_FORM] = "form ", [FIXED_FIELD] = "field ", [FIXED_CHAIN] = "chain "
	};
	char *name = mem_printf("%s%s", kinds[fact->what], fact->name);

	trust_facts_add(ctx, name, fact->value);
	free(name);
	return true;
}

static struct trust_facts
facts_of(const struct pack *pack)
{
	struct trust_facts facts = { .readable = true };

	fixed_each(pack, tell_fact, &facts);
	for (size_t i = 0; i < pack->acts_decision.count; i++)
		trust_facts_add_decider(&facts, pack->acts_decision.items[i]);
	return facts;
}

struct untold {
	struct id *packs;
	size_t count, cap;
};

static void
note_untold(const struct id *pack, void *ctx)
{
	struct untold *untold = ctx;

	MEM_GROW(untold->packs, untold->count, untold->cap);
	untold->packs[untold->count++] = *pack;
}

enum status
packs_tell_trust(struct store *store, void (*each)(const struct trust *, void (*)(const struct id *, void *), void *), struct err *err)
{
	struct untold untold = { 0 };
	enum status status = STATUS_OK;

	each(store->trust, note_untold, &untold);
	for (size_t i = 0; i < untold.count && !status; i++) {
		const struct pack *pack = NULL;

		status = store_load_pack(store, &untold.packs[i], &pack, err);
		if (!status)
			trust_tell_pack_take(store->trust, &untold.packs[i], pack ? facts_of(pack) : (struct trust_facts){ 0 });
	}
	if (untold.count && !status)
		trust_settle_told(store->trust);
	free(untold.packs);
	return status;
}

enum status
store_read_waiting(struct store *store, struct err *err)
{
	return packs_tell_trust(store, trust_each_waiting_pack, err);
}

static int
newest_first(const void *a, const void *b)
{
	const struct loaded_pack *left = *(const struct loaded_pack *const *)a, *right = *(const struct loaded_pack *const *)b;

	if (left->pack->version != right->pack->version)
		return left->pack->version > right->pack->version ? -1 : 1;
	return id_cmp(&left->id, &right->id);
}

void
packs_note_past(struct store *store)
{
	size_t in_force = find_pack(store, &store->pack_id), count = 0;
	const struct loaded_pack **others = mem_array(store->pack_count, sizeof(*others));

	for (size_t i = 0; i < store->pack_count; i++)
		if (i != in_force && store->packs[i].pack && trust_pack_counts(store->trust, &store->packs[i].id))
			others[count++] = &store->packs[i];
	if (count)
		qsort(others, count, sizeof(*others), newest_first);
	for (size_t i = 0; i < count && in_force != SIZE_MAX && store->packs[in_force].pack; i++)
		pack_note_past(store->packs[in_force].pack, others[i]->pack);
	free(others);
}

struct id
packs_counting(const struct store *store)
{
	struct id name = { { 0 } };

	for (size_t i = 0; i < store->pack_count; i++)
		for (size_t b = 0; b < ID_BYTES && trust_pack_counts(store->trust, &store->packs[i].id); b++)
			name.b[b] ^= store->packs[i].id.b[b];
	return name;
}
