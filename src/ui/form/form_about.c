#include <stdlib.h>

#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "form/parts/sources.h"
#include "ui/form/form_state.h"
#include "ui/page/text.h"

/* What '?' tells about a question: its definition, what may stand there, whence it comes. */

static const char *
example(const struct field *field)
{
	switch (field->type) {
	case FIELD_INTEGER:
		return _("a whole number, as 3");
	case FIELD_DECIMAL:
		return _("a number, as 186.5");
	case FIELD_DATE:
		return _("a day, as 2022-08-20, 2022年8月20日 or 8-20; t is today");
	case FIELD_YEAR:
		return _("a year, as 2005");
	case FIELD_PHONE:
		return _("a phone number, as 13907781234 or 0778-6322018");
	case FIELD_ID_NUMBER:
		return _("18 characters, the last a digit or X");
	case FIELD_GEOPOINT:
		return _("latitude and longitude, as 24.5112 107.3739 GCJ02; ^O takes them out of a photo");
	case FIELD_BOOLEAN:
		return _("1, y or s: yes; 2, n or f: no; 0: no here and to the yes-or-no questions right below");
	case FIELD_SELECT_ONE:
	case FIELD_DIVISION:
		return _("one of the choices, by its digit, its code or its first letters");
	case FIELD_SELECT_MULTIPLE:
		return _("one or more of the choices, by digit, code or first letters; Enter goes on");
	case FIELD_PHOTO:
		return _("a photo from the folder, by its digit; b goes through those shot at one house, ^P shows all");
	case FIELD_REPEAT:
		return _("rows: + adds one, Space opens them");
	default:
		return "";
	}
}

/* Which document asks for it; nothing where that is the county's own. */
static void
add_sources(const struct pack *pack, const struct field *field, const char *lang, struct buf *out)
{
	char *sources = pack && field->source ? pack_sources_text(pack, field->source, lang) : NULL;

	if (sources && *sources)
		buf_printf(out, _("Source: %s\n"), sources);
	free(sources);
}

struct screen *
form_about(const struct form_state *form, const struct ui *ui)
{
	const struct field *field = form_at(form)->field;
	const char *hint = label_text(&field->hint, ui->lang), *wrong = label_text(&field->constraint_message, ui->lang);
	struct buf text = { 0 };

	if (*hint)
		buf_printf(&text, "%s\n\n", hint);
	if (*example(field))
		buf_printf(&text, _("What stands here: %s\n"), example(field));
	if (field->has_range) {
		char least[NUMBER_TEXT_MAX], greatest[NUMBER_TEXT_MAX];

		number_write(field->least, least);
		number_write(field->greatest, greatest);
		buf_printf(&text, _("From %s to %s\n"), least, greatest);
	}
	if (field->people.count)
		buf_text_add(
			&text,
			_("Picked from the people who may sign here, by digit or first letters; whoever is missing needs a right first (keys page)\n"));
	else if (field->max_chars > 0 && field->type == FIELD_TEXT)
		buf_printf(&text, _("At most %d characters\n"), field->max_chars);
	if (*wrong)
		buf_printf(&text, _("Refused: %s\n"), wrong);
	for (size_t i = 0; field->list && i < field->list->choice_count; i++)
		buf_printf(&text, "%s%zu  %s\n", i ? "" : "\n", i + 1, label_text(&field->list->choices[i].label, ui->lang));
	buf_printf(&text, "\n%s\n",
		   field->is_private ? _("Private: sealed, for those entitled.") : _("Public: everybody with the file reads it."));
	buf_printf(&text, "%s\n", field->required ? _("It must be filled.") : _("It may stay empty."));
	add_sources(app_pack(ui->app), field, ui->lang, &text);
	return text_screen(mem_strdup(label_text(&field->label, ui->lang)), buf_detach(&text));
}
