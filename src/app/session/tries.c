#include "app/session/tries.h"

#include <stdlib.h>

#include "app/session/session_state.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { ACT_TRIES_MOST = 12 }; /* each that is lost is another's that was signed */

static struct act_rest *
find_rest(const struct act_tries *tries, const struct id *root)
{
	for (size_t i = 0; i < tries->rest_count; i++)
		if (id_equal(&tries->rests[i].root, root))
			return &tries->rests[i];
	return NULL;
}

static void
note_steps(struct act_rest *rest, const struct dossier *dossier)
{
	idmap_release(&rest->steps);
	for (size_t i = 0; i < dossier->step_count; i++)
		idmap_put(&rest->steps, &dossier->steps[i].id, i);
}

static void
note_rest(struct act_tries *tries, const struct dossier *dossier)
{
	MEM_GROW(tries->rests, tries->rest_count, tries->rest_cap);
	tries->rests[tries->rest_count] = (struct act_rest){ .root = dossier->root };
	note_steps(&tries->rests[tries->rest_count++], dossier);
}

/* What was signed, in words: a form by its label. */
static const char *
step_title(const struct app *app, const struct flow_step *step)
{
	const struct form *form = app_pack(app) ? pack_form(app_pack(app), step->step->kind) : NULL;

	return form ? label_text(&form->label, _("en")) : _("Signature");
}

enum status
act_rests_on(struct app *app, struct act_tries *tries, const struct dossier *dossier, struct err *err)
{
	struct act_rest *rest = find_rest(tries, &dossier->root);
	char number[9];

	if (!rest) {
		note_rest(tries, dossier);
		return STATUS_OK;
	}
	for (size_t i = dossier->step_count; i-- > 0;) {
		const struct flow_step *step = &dossier->steps[i];

		if (idmap_get(&rest->steps, &step->id) == IDMAP_NONE) {
			note_steps(rest, dossier);
			tries->changed = true;
			return err_set(
				err, STATUS_CONFLICT,
				_("\"%s\" was signed by %s about %s in another window meanwhile; nothing was signed here: look at it, then do it again"),
				step_title(app, step), step->author ? step->author->name : "?",
				dossier->of_division ? dossier->division : id_short(&dossier->root, number));
		}
	}
	return STATUS_OK;
}

bool
act_tries_tell(struct act_tries *tries, struct buf *said, enum status *status, struct err *err)
{
	bool changed = *status == STATUS_CONFLICT && tries->changed;

	tries->changed = false;
	if (!changed)
		return false;
	buf_printf(said, "%s\n", err->text);
	*status = STATUS_OK;
	*err = (struct err){ 0 };
	return true;
}

void
act_tries_release(struct act_tries *tries)
{
	for (size_t i = 0; i < tries->rest_count; i++)
		idmap_release(&tries->rests[i].steps);
	free(tries->rests);
	*tries = (struct act_tries){ 0 };
}

bool
act_try_again(struct app *app, struct act_tries *tries, enum status *status, struct err *err)
{
	bool again = app->raced && ++tries->count < ACT_TRIES_MOST;

	app->raced = false;
	if (again) {
		*err = (struct err){ 0 };
		*status = app_refresh(app, err);
	}
	if (again && !*status)
		return true;
	if (tries->kept)
		tries->count = 0;
	else
		act_tries_release(tries);
	return false;
}
