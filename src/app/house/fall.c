#include "app/house/fall.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/label.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

/* Does a form of the chain depend on a field of `form` that is another with the new values? */
static bool
depends_on_changed(const struct pack *pack, const struct dossier *dossier, const struct chain *chain, const struct form *form,
		   const struct value *values)
{
	const struct value *was = dossier_values(dossier, form->name);

	for (size_t i = 0; i < chain->covers.count; i++) {
		const struct form *of = pack_form(pack, chain->covers.items[i]);

		for (size_t k = 0; of && k < of->depends.count; k++) {
			const char *name = of->depends.items[k];
			const struct value *before = value_get(was, name), *now = value_get(values, name);

			if (pack_form_of_field(pack, name) == form && (before || now) && !(before && now && value_equal(before, now)))
				return true;
		}
	}
	return false;
}

/* Does the chain end a case that is about the form and is not open? Its end stands on what the form says: signed over a new version, the case is open again. */
static bool
ends_closed_case(const struct pack *pack, const struct flow_state *state, const struct chain *chain, const struct form *form)
{
	for (size_t c = 0; c < pack->case_count; c++) {
		const struct pack_case *of = &pack->cases[c];
		bool open = false;

		for (size_t i = 0; i < state->case_count; i++)
			open |= state->cases[i].of == of;
		if (!open && strcmp(of->closes, chain->each->name) == 0 && names_has(&of->of, form->name))
			return true;
	}
	return false;
}

static bool
is_touched(const struct pack *pack, const struct dossier *dossier, const struct flow_progress *progress, const struct form *form,
	   const struct id *slot, const struct value *values)
{
	const struct chain *chain = progress->chain;

	if (chain->each && ends_closed_case(pack, &dossier->state, chain, form))
		return true;
	if (chain->each)
		return strcmp(chain->each->name, form->name) == 0 && slot && id_equal(slot, &progress->root);
	return names_has(&chain->covers, form->name) || depends_on_changed(pack, dossier, chain, form, values);
}

/* The approvals of one chain, or slot of it: the level, who and when of each. */
static void
add_approvals(const struct pack *pack, const struct dossier *dossier, const struct flow_progress *progress, struct buf *out)
{
	for (size_t k = 0; k < progress->chain->level_count; k++) {
		const struct flow_step *step;
		char *level, day[17];

		if (progress->effective[k] == SIZE_MAX)
			continue;
		step = &dossier->steps[dossier->state.signs[progress->effective[k]].step];
		level = house_level_words(pack, &progress->chain->levels[k]);
		clock_minute(step->step->at_unix, day);
		buf_printf(out, _("%s%s (%s, %.10s)"), out->len ? _("; ") : "", level, step->author ? step->author->name : "?", day);
		free(level);
	}
}

char *
house_falls_with(const struct pack *pack, const struct dossier *dossier, const struct form *form, const struct id *slot,
		 const struct value *values)
{
	const struct flow_state *state = &dossier->state;
	struct buf out = { 0 };

	for (size_t i = 0; i < state->progress_count; i++) {
		const struct flow_progress *progress = &state->progresses[i];

		if (!state->covers[progress->best].returned && is_touched(pack, dossier, progress, form, slot, values))
			add_approvals(pack, dossier, progress, &out);
	}
	return out.len ? buf_detach(&out) : NULL;
}

char *
house_signatures(const struct pack *pack, const struct dossier *dossier)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < dossier->state.progress_count; i++)
		add_approvals(pack, dossier, &dossier->state.progresses[i], &out);
	return out.len ? buf_detach(&out) : NULL;
}
