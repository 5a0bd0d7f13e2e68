#include "app/people/replace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"
#include "trust/revocations.h"
#include "trust/verdict.h"

/* ---- the word that took a right back */

struct revocation_wanted {
	const struct store *store;
	char of[ID_HEX_LEN + 1];
	struct app_revocation *out;
};

static bool
note_revocation(const struct store_step *at, void *ctx)
{
	struct revocation_wanted *wanted = ctx;
	const struct credential *author;
	struct step step = { 0 };
	struct err unread = { 0 };
	const char *of;

	if (trust_step(store_trust(wanted->store), &at->id) != TRUST_COUNTS) /* somebody's word without effect */
		return true;
	if (!step_parse(at->body, at->len, &step, &unread)) {
		of = value_get_text(&step.data, "of");
		if (of && strcmp(of, wanted->of) == 0 && strcmp(value_get_text(&step.data, "reason"), "lifted") != 0) {
			author = store_author(wanted->store, &step.author);
			free(wanted->out->by);
			wanted->out->by = author ? mem_strdup(author->name) : NULL;
			wanted->out->found = true;
			clock_minute(step.at_unix, wanted->out->at);
			snprintf(wanted->out->reason, sizeof(wanted->out->reason), "%s", value_get_text(&step.data, "reason"));
		}
	}
	step_release(&step);
	return true;
}

enum status
app_revocation_of(struct app *app, const struct id *credential, struct app_revocation *out, struct err *err)
{
	struct revocation_wanted wanted = { .store = app_store(app), .out = out };

	*out = (struct app_revocation){ 0 };
	id_hex(credential, wanted.of);
	return store_each_step_of(app_store(app), step_kind_name(STEP_REVOCATION), note_revocation, &wanted, err);
}

void
app_revocation_release(struct app_revocation *revocation)
{
	free(revocation->by);
	*revocation = (struct app_revocation){ 0 };
}

/* ---- another word in its place */

struct gathering_words {
	struct app *app;
	const struct id *credential;
	struct revoke_words *out;
	size_t cap;
};

static void
gather_word(const struct trust_word *word, void *ctx)
{
	struct gathering_words *gathering = ctx;
	struct revoke_words *out = gathering->out;
	char shortened[9];

	if (word->fate == TRUST_WORD_STANDS) {
		if (!out->bar && word->stolen && id_equal(&word->of, gathering->credential))
			out->bar = mem_strdup(_(
				"the key was reported as lost or stolen: only a county officer, with whom others agree, lets in again what fell by that"));
		else if (!out->bar && id_equal(&word->of, gathering->credential))
			out->bar = mem_printf(
				_("\"%s\" took this right back: only the same one, or a county officer, lets in again what fell by that"),
				word->author->name);
		else if (!out->bar)
			out->bar = mem_printf(
				_("the key was reported as lost or stolen at another right, number %s: write the other word there"),
				id_short(&word->of, shortened));
		return;
	}
	out->wants_officers |= word->fate == TRUST_WORD_AGREED;
	MEM_GROW(out->parents, out->count, gathering->cap);
	out->parents[out->count++] = word->step;
}

static void
read_words(struct app *app, const struct id *credential, struct revoke_words *out)
{
	struct gathering_words gathering = { app, credential, out, 0 };

	*out = (struct revoke_words){ 0 };
	trust_each_word(store_trust(app_store(app)), &app_signer(app)->credential, credential, gather_word, &gathering);
}

void
revoke_words_release(struct revoke_words *words)
{
	free(words->parents);
	free(words->bar);
	*words = (struct revoke_words){ 0 };
}

/* That the right was taken back, by whom and why; what may be done about it. */
static enum status
say_revoked(struct app *app, const struct credential *of, struct err *err)
{
	struct app_revocation last;
	enum status status = app_revocation_of(app, &of->id, &last, err);

	if (!status && last.found)
		status = err_set(
			err, STATUS_CONFLICT,
			_("the right of \"%s\" was taken back already, on %.10s by %s (%s); another word in its place lets in what came late"),
			of->name, last.at, last.by ? last.by : "?", last.reason);
	else if (!status)
		status = err_set(err, STATUS_CONFLICT,
				 _("the right of \"%s\" fell already, with another of the same key or with the officers that were named"),
				 of->name);
	app_revocation_release(&last);
	return status;
}

enum status
revoke_words_check(struct app *app, const struct id *credential, const char *reason, bool again, struct revoke_words *out, struct err *err)
{
	const struct credential *of = trust_credential(store_trust(app_store(app)), credential);
	bool fells = reason && strcmp(reason, "stolen") == 0;

	*out = (struct revoke_words){ 0 };
	if (!again && of->revoked)
		return say_revoked(app, of, err);
	if (!again)
		return STATUS_OK;
	if (!of->revoked)
		return err_set(err, STATUS_NOT_FOUND, _("the right of \"%s\" is in force: no word about it is to be replaced"), of->name);
	read_words(app, credential, out);
	if (!out->bar || fells) /* a word that fells more holds beside those that stand */
		return STATUS_OK;
	err_set(err, STATUS_DENIED, "%s", out->bar);
	revoke_words_release(out);
	return STATUS_DENIED;
}
