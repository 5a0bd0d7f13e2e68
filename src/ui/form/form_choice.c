#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "app/house/pick.h"
#include "app/house/rights.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "ui/form/form_state.h"

/* Choices at the cursor: by number, by the first letters, or with the arrows. */

static bool
starts_with(const char *text, const char *start)
{
	for (; *start; text++, start++)
		if (tolower((unsigned char)*text) != tolower((unsigned char)*start))
			return false;
	return true;
}

/* True when the choice begins with the letters typed, or none are typed. The pack's initials decide the reading. */
static bool
begins(const struct form_state *form, const struct form_option *option)
{
	return starts_with(option->name, form->filter) ||
	       (option->initials ? starts_with(option->initials, form->filter) : pinyin_starts(option->label, form->filter));
}

static bool
contains(const struct form_state *form, const struct form_option *option)
{
	return option->initials ? strstr(option->initials, form->filter) != NULL : text_matches(option->label, form->filter);
}

/* Choices are appended in their order; one that is filtered out keeps its place. */
static void
append(struct form_state *form, struct form_option option)
{
	MEM_GROW(form->options, form->option_count, form->option_cap);
	form->options[form->option_count++] = option;
}

/* Lists choices that begin with the letters first, then those that only contain them, so that Enter takes the likeliest. */
static void
add(struct form_state *form, int pass, struct form_option option)
{
	bool first = begins(form, &option);

	if (pass == 0 ? first : !first && contains(form, &option))
		append(form, option);
}

static bool
holds(const struct value *value, const char *name)
{
	if (value && value->type == VALUE_TEXT)
		return strcmp(value->text, name) == 0;
	for (size_t i = 0; value && value->type == VALUE_LIST && i < value->list.count; i++)
		if (value->list.items[i].type == VALUE_TEXT && strcmp(value->list.items[i].text, name) == 0)
			return true;
	return false;
}

static void
add_divisions(struct form_state *form, struct ui *ui, const struct value *value, int pass)
{
	const struct pack *pack = app_pack(ui->app);
	size_t number = 0;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level == DIVISION_VILLAGE && house_may_begin(ui->app, sheet_form(form->sheet), division->code))
			add(form, pass,
			    (struct form_option){ division->code, division->name, NULL, holds(value, division->code), NULL, number++ });
	}
}

static void
add_photos(struct form_state *form, struct ui *ui)
{
	struct err err = { 0 };

	if (!form->inbox_read) {
		form->inbox_read = true;
		inbox_release(&form->inbox);
		form->inbox_stamp = inbox_stamp(ui->inbox);
		if (inbox_open(ui->app, ui->inbox, &form->inbox, &err))
			ui_fail(ui, &err);
		free(form->texts);
		form->texts = mem_array(form->inbox.count + 1, sizeof(*form->texts));
	}
	for (size_t i = 0; i < form->inbox.count; i++) {
		const struct inbox_photo *photo = &form->inbox.photos[i];
		char at[17];

		if (photo->why) /* ^P lists it and says why */
			continue;
		clock_minute(photo->taken_unix, at);
		/* One in use stays where it is, so that no other gets its digit. */
		snprintf(form->texts[i], sizeof(*form->texts), photo->used ? "%.11s %s [%s]" : "%.11s %s", at + 5, photo->name,
			 photo->used && *photo->used ? photo->used : _("new house"));
		append(form, (struct form_option){ photo->path, form->texts[i], NULL, false, photo, form->option_count });
	}
}

static void
form_choose(struct form_state *form, size_t index)
{
	size_t last = form->option_count ? form->option_count - 1 : 0;

	form->chosen = index < last ? index : last;
}

/* Goes to the photo where the last one was taken. */
static void
choose_next_photo(struct form_state *form, const struct ui *ui)
{
	size_t next = inbox_next(&form->inbox, ui->inbox_at, sheet_place(form->sheet));

	for (size_t i = 0; i < form->option_count; i++)
		if (form->options[i].photo == &form->inbox.photos[next])
			form_choose(form, i);
}

static void
add_choices(struct form_state *form, const struct ui *ui, const struct field *field, const struct value *value, int pass)
{
	bool by_initials = strcmp(ui->lang, "zh") == 0;

	for (size_t i = 0; i < field->list->choice_count; i++) {
		const struct choice *choice = &field->list->choices[i];

		if (!sheet_offers(form->sheet, field, form->row, choice) && !holds(value, choice->name))
			continue;
		add(form, pass,
		    (struct form_option){ choice->name, label_text(&choice->label, ui->lang), by_initials ? choice->initials : NULL,
					  holds(value, choice->name), NULL, i });
	}
}

static void
add_people(struct form_state *form, const struct field *field, const struct value *value, int pass)
{
	if (pass == 0) {
		form_drop_people(form);
		sheet_people(form->sheet, field, &form->people, &form->people_count);
	}
	for (size_t i = 0; i < form->people_count; i++)
		add(form, pass,
		    (struct form_option){ form->people[i], form->people[i], NULL, value && house_names_person(value->text, form->people[i]),
					  NULL, i });
}

void
form_drop_people(struct form_state *form)
{
	for (size_t i = 0; i < form->people_count; i++)
		free(form->people[i]);
	free(form->people);
	form->people = NULL;
	form->people_count = 0;
}

void
form_options(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);
	const struct field *field = item->field;
	const struct value *value = sheet_value(form->sheet, field, form->row);

	form->option_count = 0;
	for (int pass = 0; pass < 2; pass++)
		switch (field->type) {
		case FIELD_BOOLEAN:
			add(form, pass,
			    (struct form_option){ "1", _("yes"), "ys", value && value->type == VALUE_BOOLEAN && value->boolean, NULL, 0 });
			add(form, pass,
			    (struct form_option){ "0", _("no"), "nf", value && value->type == VALUE_BOOLEAN && !value->boolean, NULL, 1 });
			break;
		case FIELD_SELECT_ONE:
		case FIELD_SELECT_MULTIPLE:
			add_choices(form, ui, field, value, pass);
			break;
		case FIELD_DIVISION:
			add_divisions(form, ui, value, pass);
			break;
		case FIELD_PERSON:
		case FIELD_TEXT:
			add_people(form, field, value, pass);
			break;
		case FIELD_PHOTO:
			if (pass == 0)
				add_photos(form, ui);
			break;
		default:
			break;
		}
	form_choose(form, form->chosen);
}

void
form_start_options(struct form_state *form, struct ui *ui)
{
	form_options(form, ui);
	if (form->widget == WIDGET_PHOTO)
		choose_next_photo(form, ui);
	for (size_t i = 0; i < form->option_count && form->widget == WIDGET_OPTIONS; i++)
		if (form->options[i].on) {
			form_choose(form, i);
			break;
		}
}

/* The page of an option: by its place in the list of all, and of those that letters narrow it down to by its place among these. */
static size_t
page_of(const struct form_state *form, size_t index)
{
	return (*form->filter ? index : form->options[index].number) / CHOICE_PAGE;
}

size_t
form_option_first(const struct form_state *form)
{
	size_t first = form->chosen;

	while (form->option_count && first > 0 && page_of(form, first - 1) == page_of(form, form->chosen))
		first--;
	return first;
}

size_t
form_options_shown(const struct form_state *form)
{
	size_t first = form_option_first(form), shown = 0;

	while (first + shown < form->option_count && page_of(form, first + shown) == page_of(form, first))
		shown++;
	return shown;
}

static char
digit_of(const struct form_state *form, size_t index)
{
	return (char)('1' + form->options[index].number % CHOICE_PAGE);
}

/* The option on this page that has a digit; option_count: none, or several that letters brought onto one page. */
static size_t
with_digit(const struct form_state *form, char digit)
{
	size_t first = form_option_first(form), shown = form_options_shown(form), found = form->option_count;

	for (size_t i = first; i < first + shown; i++) {
		if (digit_of(form, i) != digit)
			continue;
		if (found != form->option_count)
			return form->option_count;
		found = i;
	}
	return found;
}

char
form_option_digit(const struct form_state *form, size_t index)
{
	char digit = digit_of(form, index);

	return with_digit(form, digit) == index ? digit : '\0';
}

/* The code by which people know a choice, as "M1"; shown before its words. */
const char *
form_option_code(const struct form_state *form, size_t index)
{
	const char *name = form->options[index].name;

	return form_at(form)->field->list && isalpha((unsigned char)name[0]) ? name : NULL;
}

/* True when a digit continues a code that was begun, and so is no number of a choice. */
bool
form_digits_narrow(const struct form_state *form)
{
	size_t len = strlen(form->filter);

	for (size_t i = 0; len && i < form->option_count; i++)
		if (starts_with(form->options[i].name, form->filter) && isdigit((unsigned char)form->options[i].name[len]))
			return true;
	return false;
}

/* ---- picking */

static void
look_anew(struct form_state *form, struct ui *ui, const char *taken)
{
	snprintf(ui->inbox_at, sizeof(ui->inbox_at), "%s", taken);
	form->inbox_read = false; /* the photo is in use now */
}

static void
pick_photo(struct form_state *form, struct ui *ui, size_t index, bool *moved)
{
	const struct form_item *item = form_at(form);
	const struct inbox_photo *photo = form->options[index].photo;
	struct err err = { 0 };
	char *elsewhere;

	if (photo->used) {
		ui_say(ui, TOAST_BAD, _("This photo belongs to %s. ^P, then m on it, moves it here."),
		       *photo->used ? photo->used : _("new house"));
		return;
	}
	if (sheet_set_photo(form->sheet, item->field, form->row, photo->path, &err)) {
		ui_fail(ui, &err);
		return;
	}
	look_anew(form, ui, photo->name);
	elsewhere = sheet_photo_elsewhere(form->sheet, item->field, form->row);
	if (elsewhere)
		ui_say(ui, TOAST_BAD, _("This very photo stands in %s already. Is it of this house? Backspace takes it out here."),
		       elsewhere);
	*moved = !elsewhere;
	free(elsewhere);
}

/* Fills this photo and the empty required ones below with what was shot at the same house, in the order it was shot. */
static void
pick_burst(struct form_state *form, struct ui *ui, bool *moved)
{
	const struct inbox_photo *chosen = form->chosen < form->option_count ? form->options[form->chosen].photo : NULL;
	size_t count = 0, taken = 0;
	size_t *burst = chosen ? inbox_burst(&form->inbox, (size_t)(chosen - form->inbox.photos), &count) : NULL;
	struct err err = { 0 };
	char at[256] = "";

	for (size_t i = form->focus; i < form->item_count && taken < count; i++) {
		const struct form_item *item = &form->items[i];
		const struct inbox_photo *photo = &form->inbox.photos[burst[taken]];

		if (item->kind != ITEM_FIELD || item->field->type != FIELD_PHOTO || sheet_photo(form->sheet, item->field, form->row) ||
		    (!item->field->required && i != form->focus))
			continue;
		if (sheet_set_photo(form->sheet, item->field, form->row, photo->path, &err)) {
			ui_fail(ui, &err);
			break;
		}
		snprintf(at, sizeof(at), "%s", photo->name);
		form->focus = i;
		taken++;
	}
	free(burst);
	if (!taken) {
		if (!err.status)
			ui_say(ui, TOAST_SAID, "%s", _("No photo of this burst is left, or no photo is asked for below."));
		return;
	}
	look_anew(form, ui, at);
	if (!err.status)
		ui_say(ui, TOAST_GOOD, _("%zu photos of one burst taken, in the order they were shot; look at each."), taken);
	*moved = !err.status;
}

/* True where several may be chosen. */
static bool
is_several(const struct field *field)
{
	return field->type == FIELD_SELECT_MULTIPLE || field->people.count;
}

/* True for a choice that stands alone, after which there is nothing more to choose. */
static bool
closes(const struct field *field, const char *name)
{
	const struct choice *choice = field->list ? list_choice(field->list, name) : NULL;

	return choice && choice->exclusive;
}

static void
pick(struct form_state *form, struct ui *ui, size_t index, bool *moved)
{
	const struct field *field = form_at(form)->field;
	const char *name;

	if (index >= form->option_count)
		return;
	name = form->options[index].name;
	if (field->type == FIELD_PHOTO) {
		pick_photo(form, ui, index, moved);
		return;
	}
	if (field->type == FIELD_BOOLEAN) {
		sheet_set_take(form->sheet, field, form->row, value_boolean(name[0] == '1'));
	} else if (is_several(field)) {
		char *kept = mem_strdup(name); /* the names of people are read anew */

		name = kept;
		if (field->people.count)
			sheet_toggle_person(form->sheet, field, name);
		else
			sheet_toggle(form->sheet, field, form->row, name);
		form->filter[0] = '\0';
		form_options(form, ui); /* all of them again, the cursor where it was */
		for (size_t i = 0; i < form->option_count; i++)
			if (strcmp(form->options[i].name, name) == 0)
				form_choose(form, i);
		*moved = closes(field, name) &&
			 holds(sheet_value(form->sheet, field, form->row), name); /* several may be chosen: Enter goes on */
		free(kept);
		return;
	} else {
		sheet_set_take(form->sheet, field, form->row, value_text(name));
	}
	*moved = true;
}

/* A digit that answers and leads on begins or continues a run. */
static void
pick_digit(struct form_state *form, struct ui *ui, char digit, bool *moved)
{
	const struct field *field = form_at(form)->field;
	size_t index = with_digit(form, digit);

	if (index == form->option_count) {
		if (!form_run_undo(form, ui, (uint32_t)digit))
			ui_say(ui, TOAST_SAID, _("There is no choice %c."), digit);
		return;
	}
	if (field->type != FIELD_PHOTO && !is_several(field))
		form_run_note(form, digit);
	pick(form, ui, index, moved);
}

/* Letters narrow the list, and the last choice left is taken. A digit narrows too while it continues a name that was begun, as in "m1". */
static void
narrow(struct form_state *form, struct ui *ui, char c, bool *moved)
{
	size_t len = strlen(form->filter);
	size_t before = form->option_count;

	if (len + 1 >= sizeof(form->filter))
		return;
	form->filter[len] = (char)tolower((unsigned char)c);
	form->filter[len + 1] = '\0';
	form_options(form, ui);
	if (form->option_count == 0) {
		form->filter[len] = '\0';
		form_options(form, ui);
		if (c >= '1' && c <= '9') /* the number of a choice, as no name continues with the digit */
			pick_digit(form, ui, c, moved);
		else if (before)
			ui_say(ui, TOAST_SAID, _("No choice begins with \"%s%c\"."), form->filter, c);
		return;
	}
	form_choose(form, 0);
	form->pointed = false;
	if (form->option_count == 1)
		pick(form, ui, 0, moved);
}

/* The choice that Enter takes: the one the cursor was moved to, else the only one that begins with the letters. SIZE_MAX: none is meant. */
static size_t
meant(const struct form_state *form)
{
	if (form->pointed || form->option_count == 1)
		return form->chosen;
	/* those that begin come first */
	return form->option_count && begins(form, &form->options[0]) && !begins(form, &form->options[1]) ? 0 : SIZE_MAX;
}

static void
enter(struct form_state *form, struct ui *ui, bool *moved)
{
	const struct field *field = form_at(form)->field;
	size_t index = meant(form);

	/* Enter goes on, and writes only what was narrowed down to by letters; of several choices it takes that one, and once more goes on. */
	*moved = !*form->filter;
	if (!*form->filter)
		return;
	if (index == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, _("%zu choices fit \"%s\": their digit takes one, or an arrow and Enter. Esc drops the letters."),
		       form->option_count, form->filter);
		return;
	}
	*moved = !is_several(field);
	pick(form, ui, index, moved);
}

bool
form_option_key(struct form_state *form, struct ui *ui, const struct ui_key *key, bool *moved)
{
	uint32_t c = ui_key_ascii(key);
	const struct field *field = form_at(form)->field;

	switch (key->kind) {
	case UI_KEY_CHAR:
		if (c == ' ' && form_run_undo(form, ui, c)) {
			return true;
		} else if (c == ' ' && *form->filter && meant(form) == SIZE_MAX) {
			enter(form, ui, moved);
		} else if (c == ' ') {
			pick(form, ui, form->chosen, moved);
		} else if (c == 'b' && field->type == FIELD_PHOTO) {
			pick_burst(form, ui, moved);
		} else if (c >= '1' && c <= '9' && !*form->filter) {
			pick_digit(form, ui, (char)c, moved);
		} else if (c > ' ' && c < 0x7f && !isalnum((int)c) && form_run_undo(form, ui, c)) {
			return true;
		} else if (c > ' ' && c < 0x7f && field->type != FIELD_PHOTO) {
			narrow(form, ui, (char)c, moved);
		} else {
			return false;
		}
		return true;
	case UI_KEY_LEFT:
		form_choose(form, form->chosen ? form->chosen - 1 : 0);
		form->pointed = true;
		return true;
	case UI_KEY_RIGHT:
		form_choose(form, form->chosen + 1);
		form->pointed = true;
		return true;
	case UI_KEY_BACKSPACE:
	case UI_KEY_DELETE:
		if (*form->filter) {
			form->filter[strlen(form->filter) - 1] = '\0';
			form_options(form, ui);
		} else if (field->type == FIELD_PHOTO) {
			sheet_drop_photo(form->sheet, field, form->row);
			form_keep(form, ui);
			form->inbox_read = false; /* free again */
		} else {
			sheet_set_take(form->sheet, field, form->row, (struct value){ 0 });
		}
		return true;
	case UI_KEY_ESC: /* clears the letters first, then leaves the form */
		if (!*form->filter)
			return false;
		form->filter[0] = '\0';
		form_options(form, ui);
		form_choose(form, 0);
		return true;
	case UI_KEY_ENTER:
		enter(form, ui, moved);
		return true;
	default:
		return false;
	}
}
