#include "app/settle/questions.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/skeleton.h"
#include "seal/seal.h"
#include "store/joined.h"
#include "store/journal.h"
#include "store/building.h"
#include "store/photos.h"
#include "store/dossier.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/holders.h"

/* ---- forks */

struct listing_forks {
	struct app *app;
	struct app_questions *out;
};

static struct app_rival
read_rival(struct app *app, const struct id *id)
{
	const struct trust *trust = store_trust(app_store(app));
	struct app_rival rival = { .step = *id, .keeps = !trust_dropped(trust, id), .steps = (int64_t)trust_branch_length(trust, id) };
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(app_store(app), id, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		const struct credential *author = step.has_author ? trust_credential(trust, &step.author) : NULL;

		rival.kind = mem_strdup(step.kind);
		rival.by = mem_strdup(author ? author->name : NULL);
		clock_minute(step.at_unix, rival.at);
	}
	step_release(&step);
	buf_release(&body);
	return rival;
}

static int
name_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The people of a laptop, by name: who may sign on it and nowhere else. */
static void
list_people(struct app *app, struct app_fork *fork)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t cap = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->reason != TRUST_COUNTS || !at->has_device || !device_equal(&at->device, &fork->device))
			continue;
		MEM_GROW(fork->people, fork->people_count, cap);
		fork->people[fork->people_count++] = mem_strdup(at->name);
	}
	if (fork->people_count)
		qsort(fork->people, fork->people_count, sizeof(*fork->people), name_cmp);
}

static void
list_fork(const struct trust_fork *at, void *ctx)
{
	struct listing_forks *listing = ctx;
	struct app_questions *out = listing->out;
	struct app *app = listing->app;
	struct app_fork *fork;

	MEM_GROW(out->forks, out->fork_count, out->fork_cap);
	fork = &out->forks[out->fork_count++];
	*fork = (struct app_fork){ .author = at->log.author,
				   .device = at->log.device,
				   .epoch = at->log.epoch,
				   .own = app_has_device(app) && device_equal(&at->log.device, app_device(app)),
				   .seq = at->seq,
				   .settled = at->settled,
				   .rivals = mem_array(at->rival_count, sizeof(*fork->rivals)),
				   .rival_count = at->rival_count };
	memcpy(fork->area, at->log.area, sizeof(fork->area));
	list_people(app, fork);
	for (size_t i = 0; i < at->rival_count; i++)
		fork->rivals[i] = read_rival(app, &at->rivals[i]);
}

bool
app_is_own_log(const struct app *app, const struct log_key *log)
{
	const struct credential *own = app_credential(app), *author = trust_credential(store_trust(app_store(app)), &log->author);

	return own && author && credential_same_human(own, author);
}

struct counting_forks {
	const struct app *app;
	size_t count;
};

static void
count_fork(const struct trust_fork *at, void *ctx)
{
	struct counting_forks *counting = ctx;
	size_t area_count;
	const char **areas = app_areas(counting->app, &area_count);

	if (!at->settled && division_covered(areas, area_count, at->log.area) && !app_is_own_log(counting->app, &at->log))
		counting->count++;
	free(areas);
}

size_t
app_forks_to_decide(struct app *app)
{
	struct counting_forks counting = { .app = app };

	if (app_pack(app) && app_person_has_role(app, &app_pack(app)->acts_decision))
		trust_each_fork(store_trust(app_store(app)), count_fork, &counting);
	return counting.count;
}

void
app_fork_copy(const struct app_fork *fork, struct app_fork *out)
{
	*out = *fork;
	out->people = mem_array(fork->people_count, sizeof(*out->people));
	out->rivals = mem_array(fork->rival_count, sizeof(*out->rivals));
	for (size_t i = 0; i < fork->people_count; i++)
		out->people[i] = mem_strdup(fork->people[i]);
	for (size_t i = 0; i < fork->rival_count; i++) {
		out->rivals[i] = fork->rivals[i];
		out->rivals[i].kind = mem_strdup(fork->rivals[i].kind);
		out->rivals[i].by = mem_strdup(fork->rivals[i].by);
	}
}

void
app_fork_release(struct app_fork *fork)
{
	for (size_t i = 0; i < fork->people_count; i++)
		free(fork->people[i]);
	for (size_t i = 0; i < fork->rival_count; i++) {
		free(fork->rivals[i].kind);
		free(fork->rivals[i].by);
	}
	free(fork->people);
	free(fork->rivals);
	*fork = (struct app_fork){ 0 };
}

/* ---- houses listed twice */

struct clue { /* a text that two houses may have in common */
	char *text;
	struct id root;
};

struct looking {
	struct app *app;
	struct app_questions *out;
	size_t most;
	struct idmap pairs; /* suggested so far, by the hash of both roots */
	struct clue *clues;
	size_t count, cap;
	struct id *roots;
	size_t root_count, root_cap;
};

static bool
is_pair(const struct id *left, const struct id *right, const struct id *a, const struct id *b)
{
	return (id_equal(left, a) && id_equal(right, b)) || (id_equal(left, b) && id_equal(right, a));
}

static bool
is_joined(const struct app_questions *out, const struct id *a, const struct id *b)
{
	for (size_t i = 0; i < out->joined_count; i++)
		if (is_pair(&out->joined[i].building, &out->joined[i].other, a, b))
			return true;
	return false;
}

/* Notes a pair; false: it was noted before. Two houses are one question, whatever they share; the strongest clue comes first: photo, address, owner. */
static bool
note_pair(struct looking *looking, const struct id *a, const struct id *b)
{
	bool in_order = id_cmp(a, b) < 0;
	struct id pair[2] = { in_order ? *a : *b, in_order ? *b : *a }, name;

	hash_bytes(pair, sizeof(pair), &name);
	if (idmap_get(&looking->pairs, &name) != IDMAP_NONE)
		return false;
	idmap_put(&looking->pairs, &name, 1);
	return true;
}

static void
suggest(struct looking *looking, const struct id *a, const struct id *b, enum app_clue clue)
{
	struct app_questions *out = looking->out;

	if (is_joined(out, a, b) || !note_pair(looking, a, b))
		return;
	if (out->twin_count >= looking->most) {
		out->twins_more++;
		return;
	}
	MEM_GROW(out->twins, out->twin_count, out->twin_cap);
	out->twins[out->twin_count++] = (struct app_twins){ *a, *b, clue };
}

static bool
on_twin(const struct id *a, const struct id *b, void *ctx)
{
	suggest(ctx, a, b, APP_CLUE_PHOTO);
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

/* Texts that look alike give the same clue. */
static void
add_skeleton(struct buf *out, const char *text)
{
	char *skeleton = text_skeleton(text ? text : "");

	buf_printf(out, "%s\n", skeleton);
	secret_free(skeleton);
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
		add_skeleton(&of->address, text);
	if (field->type == FIELD_DIVISION || (field->type == FIELD_TEXT && !field->is_private && field->complete) ||
	    field->type == FIELD_PERSON)
		add_skeleton(&of->owner, text);
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
	const struct pack *pack = store_pack(app_store(looking->app));
	struct private_reader reader = vault_reader(looking->app);
	struct dossier *dossier = NULL;
	struct clues_of of = { 0 };
	enum status status = dossier_load(app_store(looking->app), root, &reader, &dossier, err);

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
	enum status status = store_each_building(app_store(looking->app), area, note_root, looking, err);

	for (size_t i = 0; i < looking->root_count && !status; i++)
		status = read_clues(looking, &looking->roots[i], err);
	if (looking->count)
		qsort(looking->clues, looking->count, sizeof(*looking->clues), clue_cmp);
	for (size_t i = 1, first = 0; i < looking->count && !status; i++) {
		if (strcmp(looking->clues[first].text, looking->clues[i].text) != 0)
			first = i;
		else
			suggest(looking, &looking->clues[first].root, &looking->clues[i].root,
				*looking->clues[i].text == 'a' ? APP_CLUE_ADDRESS : APP_CLUE_OWNER);
	}
	for (size_t i = 0; i < looking->count; i++)
		secret_free(looking->clues[i].text);
	free(looking->clues);
	free(looking->roots);
	return status;
}

static enum status
list_joined(struct app *app, struct app_questions *out, struct err *err)
{
	struct joined *joined;
	size_t count;
	enum status status = joined_load(app_store(app), &joined, &count, err);

	if (status)
		return status;
	out->joined = mem_array(count, sizeof(*out->joined));
	for (size_t i = 0; i < count; i++)
		if (!joined[i].gone)
			out->joined[out->joined_count++] = (struct app_joined){ joined[i].counted_as, joined[i].root, joined[i].decision };
	free(joined);
	return STATUS_OK;
}

enum status
app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err)
{
	struct listing_forks listing = { app, out };
	struct looking looking = { .app = app, .out = out, .most = ask->most_twins };
	enum status status = app_check_area(app, ask->area, err);

	*out = (struct app_questions){ 0 };
	if (status)
		return status;
	trust_each_fork(store_trust(app_store(app)), list_fork, &listing);
	status = list_joined(app, out, err);
	if (!status)
		status = store_each_photo_twin(app_store(app), ask->area, on_twin, &looking, err);
	if (!status && ask->compare && app_is_unlocked(app) && store_pack(app_store(app)))
		status = compare_houses(&looking, ask->area, err);
	idmap_release(&looking.pairs);
	if (status)
		app_questions_release(out);
	return status;
}

void
app_questions_release(struct app_questions *questions)
{
	for (size_t i = 0; i < questions->fork_count; i++)
		app_fork_release(&questions->forks[i]);
	free(questions->forks);
	free(questions->twins);
	free(questions->joined);
	*questions = (struct app_questions){ 0 };
}
