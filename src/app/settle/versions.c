#include "app/settle/versions.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/answers.h"
#include "app/house/blind.h"
#include "app/house/unfit.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

static void
read_version(const struct app *app, const struct dossier *dossier, size_t index, const struct private_reader *reader,
	     struct app_version *out)
{
	const struct flow_step *flow = &dossier->steps[index];
	const struct step *step = flow->step;

	*out = (struct app_version){ .step = flow->id,
				     .by = mem_strdup(flow->author ? flow->author->name : NULL),
				     .values = value_copy(&step->data),
				     .has_private = step->has_private,
				     .photos = mem_array(step->photo_count, sizeof(*out->photos)) };
	clock_minute(step->at_unix, out->at);
	for (size_t i = 0; i < step->photo_count; i++)
		if (!blind_hides_photo(app, dossier, step->photos[i].field))
			out->photos[out->photo_count++] = (struct app_version_photo){ mem_strdup(step->photos[i].field),
										      step->photos[i].id };
	out->private_open = step->has_private && reader && reader->open(reader->ctx, step, &out->values);
}

/* What the version says as a person reads it. */
static void
note_words(const struct app *app, const struct flow_step *flow, struct app_version *version)
{
	const struct form *form = app_pack(app) ? pack_form(app_pack(app), flow->step->kind) : NULL;

	version->answers = app_pack(app) ? house_answers_words(app_pack(app), form, &version->values, 4) : NULL;
	version->unasked = form ? unfit_unasked(flow->pack, form, &version->values, true) : NULL;
}

/* The slot of the form, or the first of several that has more than one version. */
static const struct flow_slot *
find_slot(const struct flow_slots *slots, const char *form)
{
	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].repeat && slots->slots[i].head_count > 1 && strcmp(slots->slots[i].form->name, form) == 0)
			return &slots->slots[i];
	return flow_slot(slots, form);
}

static void
read_slot(struct app *app, const struct dossier *dossier, const struct flow_slot *slot, struct app_versions *out)
{
	struct private_reader reader = vault_reader(app);

	out->items = mem_resize(out->items, out->count + slot->head_count, sizeof(*out->items));
	for (size_t i = 0; i < slot->head_count; i++) {
		struct app_version *version = &out->items[out->count++];

		*version = (struct app_version){ 0 };
		read_version(app, dossier, slot->heads[i], app_is_unlocked(app) ? &reader : NULL, version);
		blind_take_out(app, dossier, &version->values);
		note_words(app, &dossier->steps[slot->heads[i]], version);
	}
}

enum status
app_versions(struct app *app, const struct id *building, const char *form, const struct id *slot_root, struct app_versions *out,
	     struct err *err)
{
	const struct flow_slot *slot;
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), building, NULL, &dossier, err);

	*out = (struct app_versions){ 0 };
	if (status)
		return status;
	slot = slot_root && !id_is_zero(slot_root) ? flow_slot_of(&dossier->slots, form, slot_root) : find_slot(&dossier->slots, form);
	if (slot && slot->repeat)
		out->slot = slot->repeat_root;
	if (slot)
		read_slot(app, dossier, slot, out);
	dossier_free(dossier);
	return STATUS_OK;
}

enum status
app_versions_each(struct app *app, const struct id *building, const char *form, struct app_versions *out, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), building, NULL, &dossier, err);

	*out = (struct app_versions){ 0 };
	for (size_t i = 0; !status && i < dossier->slots.slot_count; i++)
		if (strcmp(dossier->slots.slots[i].form->name, form) == 0)
			read_slot(app, dossier, &dossier->slots.slots[i], out);
	dossier_free(dossier);
	return status;
}

void
app_versions_release(struct app_versions *versions)
{
	for (size_t i = 0; i < versions->count; i++) {
		struct app_version *version = &versions->items[i];

		for (size_t p = 0; p < version->photo_count; p++)
			free(version->photos[p].field);
		free(version->photos);
		free(version->by);
		free(version->answers);
		free(version->unasked);
		value_release(&version->values);
	}
	free(versions->items);
	*versions = (struct app_versions){ 0 };
}

const struct id *
app_version_photo(const struct app_version *version, const char *field)
{
	for (size_t i = 0; i < version->photo_count; i++)
		if (strcmp(version->photos[i].field, field) == 0)
			return &version->photos[i].id;
	return NULL;
}
