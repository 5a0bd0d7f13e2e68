#include "app/people/waiting.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/endorsements.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/waiting.h"

/* ---- what waits */

struct waiting_gathering {
	const struct app *app;
	struct app_waiting_list *list;
	size_t cap;
	enum status status; /* the first failure ends the gathering */
	struct err *err;
};

struct agreeing {
	const struct trust *trust;
	const struct trust_waiting *waiting;
};

static char *
copy_of(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

static void
describe_credential(const struct credential *credential, struct app_waiting *out)
{
	if (!credential)
		return;
	out->credential.name = mem_strdup(credential->name);
	out->credential.role = mem_strdup(credential->role);
	app_texts_copy(&out->credential.areas, (const char *const *)credential->areas, credential->area_count);
	app_texts_copy(&out->credential.issues, (const char *const *)credential->issues, credential->issue_count);
}

static int
name_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
describe_genesis(const struct app *app, const struct trust_waiting *waiting, struct app_waiting *out)
{
	const struct trust *trust = store_trust(app_store(app));
	struct device_id now;

	for (size_t i = 0; i < waiting->officer_count; i++) {
		const struct credential *officer = trust_credential(trust, &waiting->officers[i]);

		app_texts_add(&out->genesis.officers, officer ? officer->name : "?");
	}
	if (waiting->officer_count) /* by name: the step has them by number */
		qsort(out->genesis.officers.items, out->genesis.officers.count, sizeof(char *), name_cmp);
	out->genesis.threshold = waiting->need_new;
	out->genesis.receiver_changes = waiting->has_receiver && trust_receiver(trust, &now) && !device_equal(&now, &waiting->receiver);
	out->genesis.receiver_here = waiting->has_receiver && app_has_device(app) && device_equal(app_device(app), &waiting->receiver);
}

static void
describe(const struct app *app, const struct trust_waiting *waiting, struct app_waiting *out)
{
	const struct trust *trust = store_trust(app_store(app));

	switch (waiting->kind) {
	case STEP_PACK:
		out->kind = WAITING_PACK;
		out->pack.name = copy_of(waiting->pack_name);
		out->pack.version = waiting->pack_version;
		break;
	case STEP_CREDENTIAL:
		out->kind = WAITING_CREDENTIAL;
		describe_credential(trust_credential(trust, &waiting->id), out);
		break;
	case STEP_GENESIS:
		out->kind = WAITING_GENESIS;
		describe_genesis(app, waiting, out);
		break;
	default: /* trust lists no other kind */
		out->kind = WAITING_REVOCATION;
		describe_credential(trust_credential(trust, &waiting->revoked), out);
		out->revocation.reason = copy_of(waiting->reason);
		out->revocation.receipt = waiting->receipt;
		break;
	}
}

/* The time of signing is read from the step: trust keeps no times. */
static enum status
read_time(const struct app *app, struct app_waiting *waiting, struct err *err)
{
	struct buf body = { 0 };
	struct step step = { 0 };
	enum status status = store_get_step(app_store(app), &waiting->step, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status)
		clock_minute(step.at_unix, waiting->at);
	step_release(&step);
	buf_release(&body);
	return status;
}

/* May the holder of this credential agree to what waits? */
static bool
may_agree(const struct credential *own, const void *ctx)
{
	const struct trust_waiting *waiting = ((const struct agreeing *)ctx)->waiting;
	bool may = trust_is_officer(((const struct agreeing *)ctx)->trust, &own->id) && !own->revoked;

	for (size_t i = 0; i < waiting->officer_count && !may; i++)
		may = id_equal(&waiting->officers[i], &own->id);
	return may;
}

static void
add_waiting(const struct trust_waiting *waiting, void *ctx)
{
	struct waiting_gathering *gathering = ctx;
	const struct app *app = gathering->app;
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *author = trust_credential(trust, &waiting->author);
	struct app_waiting line = { .step = waiting->id,
				    .by = copy_of(author ? author->name : NULL),
				    .have = waiting->have,
				    .need = waiting->need,
				    .have_new = waiting->have_new,
				    .need_new = waiting->need_new,
				    .mine = app_is_unlocked(app) && trust_has_endorsed(trust, &waiting->id, &app_signer(app)->credential) };

	line.due = !line.mine && act_could_as(app, may_agree, &(struct agreeing){ trust, waiting });
	describe(app, waiting, &line);
	if (!gathering->status)
		gathering->status = read_time(app, &line, gathering->err);
	MEM_GROW(gathering->list->items, gathering->list->count, gathering->cap);
	gathering->list->items[gathering->list->count++] = line;
}

enum status
app_waiting(const struct app *app, struct app_waiting_list *out, struct err *err)
{
	struct app_waiting_list list = { 0 };
	struct waiting_gathering gathering = { .app = app, .list = &list, .err = err };

	gathering.status = store_read_waiting(app_store(app), err);
	trust_each_waiting(store_trust(app_store(app)), add_waiting, &gathering);
	if (gathering.status)
		app_waiting_release(&list);
	*out = list;
	return gathering.status;
}

void
app_waiting_release(struct app_waiting_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct app_waiting *waiting = &list->items[i];

		free(waiting->by);
		free(waiting->pack.name);
		free(waiting->credential.name);
		free(waiting->credential.role);
		app_texts_release(&waiting->credential.areas);
		app_texts_release(&waiting->credential.issues);
		free(waiting->revocation.reason);
		app_texts_release(&waiting->genesis.officers);
	}
	free(list->items);
	*list = (struct app_waiting_list){ 0 };
}

/* ---- agreeing */

struct waiting_search {
	struct id id;
	bool found, is_genesis;
};

static void
find_waiting(const struct trust_waiting *waiting, void *ctx)
{
	struct waiting_search *finding = ctx;

	if (id_equal(&waiting->id, &finding->id)) {
		finding->found = true;
		finding->is_genesis = waiting->kind == STEP_GENESIS;
	}
}

static bool
is_named_next(const struct credential *credential, const void *trust)
{
	return trust_will_be_officer(trust, &credential->id);
}

static enum status
may_endorse(struct app *app, const struct waiting_search *finding, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));

	if (!finding->found)
		return err_set(err, STATUS_NOT_FOUND, _("this does not wait for the officers to agree"));
	if (!act_as_officer(app) && !(finding->is_genesis && act_as(app, is_named_next, trust)))
		return err_set(err, STATUS_DENIED, _("only the county's officers agree to this"));
	if (trust_has_endorsed(trust, &finding->id, &app_signer(app)->credential))
		return err_set(err, STATUS_CONFLICT, _("you agreed to this already"));
	return STATUS_OK;
}

enum status
app_waiting_find(const struct app *app, const char *text, struct id *out, struct err *err)
{
	return store_find_step(app_store(app), text, out, err);
}

static enum status
try_endorse(struct app *app, const struct id *waiting, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct waiting_search finding = { .id = *waiting };
	struct step step;
	struct id id;
	enum status status;

	status = act_needs_unlocked(app, err);
	if (!status)
		status = store_read_waiting(app_store(app), err);
	if (status)
		return status;
	trust_each_waiting(store_trust(app_store(app)), find_waiting, &finding);
	status = may_endorse(app, &finding, err);
	if (status)
		return status;
	act_step_start(&step, STEP_ENDORSEMENT);
	step_data_set_id(&step.data, "of", &finding.id);
	status = act_begin_judged(app, generation, err);
	if (!status)
		status = act_end(app, act_put(app_store(app), app_signer(app), &step, &id, err), err);
	step_release(&step);
	act_may_more(app);
	return status;
}

enum status
app_endorse(struct app *app, const struct id *waiting, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_endorse(app, waiting, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}
