#include "app/fill/filling.h"
#include "app/house/unfit.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/place.h"
#include "seal/seal.h"
#include "store/store.h"

/* What was given for a question that is not called for. Whoever signs has said it, and it would not be in what he signs: it is refused by its name, so
 * that the answer which closes the question is seen. */

static void
refuse_unasked(struct form_filling *filling, const struct field *fields, size_t count, const struct value *given, const struct value *kept,
	       int row)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const struct value *said = value_get(given, field->name), *stays = value_get(kept, field->name);

		if (field->type == FIELD_GROUP) {
			refuse_unasked(filling, field->fields, field->field_count, given, kept, row);
			continue;
		}
		if (field->calculation.sql || field->by_act || !said || (said->type == VALUE_LIST && !said->list.count))
			continue; /* a list of nothing says nothing */
		if (!stays && filling_waits_for_missing(filling, field))
			continue;
		if (!stays)
			filling_refuse(filling, field->name, row, _("does not apply here and must stay empty"));
		else if (field->type == FIELD_REPEAT && said->type == VALUE_LIST && stays->type == VALUE_LIST)
			for (size_t r = 0; r < said->list.count && r < stays->list.count; r++)
				refuse_unasked(filling, field->fields, field->field_count, &said->list.items[r], &stays->list.items[r],
					       (int)r + 1);
	}
}

/* A photo of a row that is not there would hang in the step beside no answer. */
static void
refuse_rowless_photos(struct form_filling *filling)
{
	for (size_t i = 0; i < filling->step.photo_count; i++) {
		const char *text = filling->step.photos[i].field;
		struct field_place place;

		if (field_place_read(text, &place) && !field_place_holder(&place, &filling->values))
			filling_refuse(filling, text, 0, _("is a photo of a row that is not there"));
	}
}

void
filling_refuse_unasked(struct form_filling *filling, const struct value *given)
{
	refuse_unasked(filling, filling->form->fields, filling->form->field_count, given, &filling->values, 0);
	refuse_rowless_photos(filling);
}

void
filling_tell_unasked(struct form_filling *filling)
{
	struct private_reader reader = vault_reader(filling->app);

	for (size_t i = 0; filling->slot && i < filling->slot->head_count; i++) {
		const struct flow_step *head = &filling->dossier->steps[filling->slot->heads[i]];
		struct value values = value_copy(&head->step->data);
		char *labels;

		if (head->step->has_private)
			(void)reader.open(reader.ctx, head->step, &values);
		labels = unfit_unasked(head->pack, filling->form, &values, false);
		if (labels)
			visible_printf(filling->findings,
				       _("Asked no more, and not in what you sign: %s. The version before keeps the answers.\n"), labels);
		secret_free(labels);
		value_release(&values);
	}
}

/* ---- what acts of their own say */

void
filling_refuse_marks(struct form_filling *filling, const struct value *said, const struct value *before)
{
	for (size_t i = 0; i < filling->form->field_count; i++) {
		const struct field *field = &filling->form->fields[i];
		const struct value *was = field->by_act && before ? value_get(before, field->name) : NULL;
		const struct value *now = field->by_act ? value_get(said, field->name) : NULL;

		if (now && !(was && value_equal(now, was)))
			filling_refuse(filling, field->name, 0, _("an act of its own says this, no form"));
	}
}

void
filling_keep_marks(struct form_filling *filling)
{
	const struct flow_slot *slot = filling->slot;
	const struct value *before = slot && slot->head_count ? &filling->dossier->steps[slot->heads[0]].step->data : NULL;

	filling_refuse_marks(filling, &filling->values, before);
	for (size_t i = 0; i < filling->form->field_count; i++) {
		const struct field *field = &filling->form->fields[i];
		const struct value *was = field->by_act && before ? value_get(before, field->name) : NULL;

		if (was && !value_get(&filling->values, field->name))
			value_set_take(&filling->values, field->name, value_copy(was));
	}
}
