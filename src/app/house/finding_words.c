#include "app/house/finding_words.h"

#include <stdlib.h>

#include "app/house/blind.h"
#include "app/house/others.h"
#include "app/house/photo_beside.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"

/* Does the rule name fields of several forms? */
static bool
compares_forms(const struct pack *pack, const struct rule *rule)
{
	for (size_t i = 1; i < rule->fields.count; i++)
		if (pack_form_of_field(pack, rule->fields.items[i]) != pack_form_of_field(pack, rule->fields.items[0]))
			return true;
	return false;
}

char *
house_finding_words(const struct app *app, const struct dossier *dossier, const struct rule *rule, const char *message,
		    const struct form *form, const struct value *values)
{
	const struct pack *pack = app_pack(app);
	struct buf out = { 0 };
	const char *between = _(": ");

	buf_text_add(&out, message);
	for (size_t i = 0; compares_forms(pack, rule) && i < rule->fields.count; i++) {
		const struct field *field = pack_field(pack, rule->fields.items[i]);
		const struct form *of = field ? pack_form_of_field(pack, field->name) : NULL;
		const struct flow_step *head = of && of != form ? dossier_head(dossier, of->name) : NULL;
		const struct value *in = of && of == form ? values : of ? dossier_values(dossier, of->name) : NULL;
		const struct value *value = in ? value_get(in, field->name) : NULL;
		char *text;

		if (!value || field->is_private || !field_type_has_value(field->type) || blind_hides_field(app, dossier, field))
			continue;
		text = field_value_text(pack, field, value, _("en"));
		buf_printf(&out, "%s%s %s", between, label_text(&field->label, _("en")), text);
		if (head && head->author)
			buf_printf(&out, _(" (%s)"), head->author->name);
		between = _("; ");
		free(text);
	}
	return buf_detach(&out);
}

/* Whose turn it is, by name: of those who may do it. */
static char *
turn_words(const struct app *app, const struct dossier *dossier, const struct dossier_finding *finding)
{
	const struct rule *rule = finding->rule;
	const struct form *mends = pack_rule_mends(dossier->input.pack, rule);
	const struct flow_step *mended = dossier_head(dossier, mends->name), *found = dossier_head(dossier, rule->form->name);
	const char *mended_by = mended && mended->author ? mended->author->name : "?",
		   *found_by = found && found->author ? found->author->name : "?";

	if (finding->turn == TURN_FINDS) {
		char *who = house_others_who_answer(app, dossier, rule->form), *text;

		/* Translators: a form that was signed again, and by whom; the form that found the difference, and who may fill that. */
		text = who ? mem_printf(_(". \"%s\" was signed again since (%s): look again and fill \"%s\" anew (who may: %s)"),
					label_text(&mends->label, _("en")), mended_by, label_text(&rule->form->label, _("en")), who)
			   : mem_printf(
				     _(". \"%s\" was signed again since (%s): look again and fill \"%s\" anew (nobody here may: it takes somebody from elsewhere)"),
				     label_text(&mends->label, _("en")), mended_by, label_text(&rule->form->label, _("en")));
		free(who);
		return text;
	}
	if (finding->turn == TURN_CHAIN)
		/* Translators: two persons. */
		return mem_printf(
			_(". %s and %s both looked again and stay with their answers: whoever signs, and is neither of them, approves it or gives it back"),
			mended_by, found_by);
	return NULL;
}

bool
house_finding_is_veiled(const struct app *app, const struct dossier *dossier, const struct dossier_finding *finding)
{
	return finding->tells_blind && dossier_finding_blocks(finding) && blind_waits(app, dossier, finding->rule->form);
}

/* To who may have to answer a blind form once more: that there is a difference, and in which of its questions. Not what the rule says: "none is registered" tells
 * the other answer. */
static char *
veiled_words(const struct app *app, const struct dossier *dossier, const struct dossier_finding *finding)
{
	const struct pack *pack = app_pack(app);
	const struct rule *rule = finding->rule;
	struct buf questions = { 0 };
	char *turn = turn_words(app, dossier, finding), *text;

	for (size_t i = 0; i < rule->fields.count; i++)
		if (pack_form_of_field(pack, rule->fields.items[i]) == rule->form)
			buf_printf(&questions, "%s%s", questions.len ? _(", ") : "",
				   label_text(&pack_field(pack, rule->fields.items[i])->label, _("en")));
	/* Translators: a question, or several; two forms, of which one is filled without seeing the other. */
	text = mem_printf(_("%s: what \"%s\" says differs from \"%s\"; neither answer is shown to you before this is settled"),
			  buf_text(&questions), label_text(&rule->form->label, _("en")),
			  label_text(&pack_rule_mends(pack, rule)->label, _("en")));
	if (turn) {
		char *both = mem_printf("%s%s", text, turn);

		free(text);
		text = both;
	}
	free(turn);
	buf_release(&questions);
	return text;
}

char *
house_finding_said(struct app *app, const struct dossier *dossier, const struct dossier_finding *finding)
{
	char *text, *turn, *beside, *all;

	if (house_finding_is_veiled(app, dossier, finding))
		return veiled_words(app, dossier, finding);
	if (blind_hides_rule(app, dossier, finding->rule))
		return NULL;
	text = house_finding_words(app, dossier, finding->rule, dossier_finding_text(finding, _("en")), NULL, NULL);
	turn = turn_words(app, dossier, finding);
	beside = photo_beside_words(app, dossier->number, finding->rule);
	all = mem_printf("%s%s%s", text, beside ? beside : "", turn ? turn : "");
	free(text);
	free(turn);
	secret_free(beside);
	return all;
}

char *
house_found_words(struct app *app, const struct id *building)
{
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	struct buf out = { 0 };

	if (dossier_load(app_store(app), building, &reader, &dossier, &ignored))
		return mem_strdup("");
	for (size_t i = 0; i < dossier->finding_count; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];
		char *text;

		text = dossier_finding_blocks(finding) ? house_finding_said(app, dossier, finding) : NULL;
		if (!text)
			continue;
		buf_printf(&out, "%s%s", out.len ? _("; ") : "", text);
		free(text);
	}
	dossier_free(dossier);
	return buf_detach(&out);
}
