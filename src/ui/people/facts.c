#include "ui/people/facts.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/doubts.h"
#include "app/people/replace.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/people/people.h"

#define LABEL_COLS 19 /* before the facts */

bool
holder_is_given_here(const struct app_holder *holder)
{
	return holder->request && holder->mine;
}

static void
add_fact(struct text_view *facts, const char *label, const char *text)
{
	text_view_add(facts, PLAIN, LABEL_COLS, text)->head = mem_strdup(label);
}

/* Returns how many there are. */
static size_t
add_doubts(struct text_view *facts, const struct ui *ui, const struct app_holder *holder)
{
	struct request_doubts doubts;
	struct err err = { 0 };
	size_t count;

	/* What cannot be read is a doubt as well. */
	if (app_request_doubts(ui->app, &holder->credential, &doubts, &err)) {
		text_view_add(facts, WARN, LABEL_COLS, err.text)->head = mem_strdup(_("Ask first"));
		return 1;
	}
	for (size_t i = 0; i < doubts.count; i++) {
		const struct request_doubt *doubt = &doubts.items[i];
		struct app_texts areas = { 0 };
		char *place, *text = NULL;

		app_texts_add(&areas, doubt->area);
		place = holder_place(ui, doubt->role, &areas);
		switch (doubt->kind) {
		case DOUBT_STOLEN:
			text = mem_printf(_("%s, %s, reported this key as stolen"), doubt->name, place);
			break;
		case DOUBT_OTHER:
			text = mem_printf(_("this key stands under another name or number already: %s, %s"), doubt->name, place);
			break;
		case DOUBT_KEY:
			text = mem_printf(_("the right of %s, %s, on this same key was taken back"), doubt->name, place);
			break;
		case DOUBT_NUMBER:
			text = mem_printf(_("the number of this request is that of %s, %s, who has another key"), doubt->name, place);
			break;
		case DOUBT_NAME:
			text = mem_printf(_("there is a %s already, %s"), doubt->name, place);
			break;
		case DOUBT_LOOKS:
			text = mem_printf(_("the name looks like that of %s, %s"), doubt->name, place);
			break;
		case DOUBT_CALLED:
			text = mem_strdup(doubt->name);
			break;
		}
		text_view_add(facts, WARN, LABEL_COLS, text)->head = mem_strdup(_("Ask first"));
		free(text);
		free(place);
		app_texts_release(&areas);
	}
	count = doubts.count;
	app_request_doubts_release(&doubts);
	return count;
}

/* All areas of a right, of which the place names the first alone; caller frees. */
static char *
areas_text(const struct ui *ui, const struct app_texts *areas)
{
	struct app_texts names = { 0 };
	char *text;

	for (size_t i = 0; i < areas->count; i++) {
		char *name = app_place_name(ui->app, areas->items[i]);

		app_texts_add(&names, name);
		free(name);
	}
	text = names_text(ui, &names, false);
	app_texts_release(&names);
	return text;
}

char *
holder_right_text(const struct ui *ui, const struct app_holder *holder)
{
	struct app_texts role = { 0 };
	char *name, *areas = areas_text(ui, &holder->areas), *issues = names_text(ui, &holder->issues, true);
	struct buf text = { 0 };

	app_texts_add(&role, holder->role);
	name = names_text(ui, &role, true);
	app_texts_release(&role);
	/* With single blanks: a line with wider gaps would not wrap. */
	buf_printf(&text, _("%s: %s, %s"), holder->name, name, areas);
	if (holder->portable)
		buf_printf(&text, "; %s", _("on any laptop, with a key on a stick"));
	if (holder->issues.count)
		buf_printf(&text, "; %s: %s", _("Wants to let sign"), issues);
	free(name);
	free(areas);
	free(issues);
	return buf_detach(&text);
}

/* What a request waits for, for those who cannot answer it. */
static void
add_waiting_words(struct text_view *facts, const struct ui *ui, const struct app_holder *holder)
{
	const char *code = holder->code;

	text_view_add(facts, PLAIN, 0, "");
	if (holder->away)
		text_view_add(facts, WARN, 0, _("It was put away on this laptop: d on the page before takes it up again."));
	if (!holder->own) {
		text_view_add(
			facts, PLAIN, 0,
			app_person_name(ui->app)
				? _("You cannot give this right: the role or the area is not yours to give. Whoever may unlocks first (P on the first page).")
				: _("Whoever may give this right unlocks first: P on the first page."));
		return;
	}
	text_view_add(facts, BOLD, 0, _("This request was made on this laptop, and waits for the office that gives the right."));
	text_view_add(facts, PLAIN, 0,
		      _("Take the file with the request to the office on a stick. When the office telephones, compare the code:"));
	text_view_add(facts, PLAIN, 0, "");
	text_view_addf(facts, ACCENT, 2, _("the office reads you this half: %.19s"), code);
	text_view_addf(facts, ACCENT, 2, _("you read the office this half: %s"), code + CODE_HALF + 1);
	text_view_add(facts, PLAIN, 0, "");
	text_view_add(facts, FAINT, 0, _("Then the office gives a file back; x on the first page takes it in, and the right is there."));
}

/* Why a right was taken back, when and by whom. */
static void
add_revocation(struct text_view *facts, const struct ui *ui, const struct app_holder *holder)
{
	struct app_revocation revocation;
	struct err err = { 0 };
	char *line = NULL;

	if (app_revocation_of(ui->app, &holder->credential, &revocation, &err)) {
		add_fact(facts, _("Taken back"), err.text);
		return;
	}
	if (!revocation.found)
		line = holder->officer ? mem_strdup(_("a later founding step of the county names other officers")) : NULL;
	else
		line = mem_printf("%s  %s  %s", revocation.at, revocation.by ? revocation.by : "?",
				  strcmp(revocation.reason, "stolen") == 0    ? _("the key or laptop was stolen or lost")
				  : strcmp(revocation.reason, "retired") == 0 ? _("the person has left")
									      : _("the right was given by mistake"));
	if (line)
		add_fact(facts, _("Taken back"), line);
	free(line);
	app_revocation_release(&revocation);
}

size_t
holder_facts_add(struct text_view *facts, const struct ui *ui, const struct app_holder *holder)
{
	size_t doubts = 0;
	char *place = holder_place(ui, holder->role, &holder->areas), *roles = names_text(ui, &holder->issues, true), *line;
	char device[DEVICE_HEX_LEN + 1];

	add_fact(facts, _("Name"), holder->name);
	add_fact(facts, holder->request ? _("Asks to be") : _("Is"), place);
	if (holder->areas.count > 1) {
		char *areas = areas_text(ui, &holder->areas);

		add_fact(facts, _("Areas"), areas);
		free(areas);
	}
	line = mem_printf(_("on one laptop only, number %.8s"), device_hex(&holder->device, device));
	add_fact(facts, _("Signs"), holder->portable ? _("on any laptop, with a key on a stick") : line);
	if (holder->request)
		add_fact(facts, _("Asked on"), holder->at);
	if (holder_is_given_here(holder))
		doubts = add_doubts(facts, ui, holder);
	if (holder->issues.count) /* last: a list of roles may be long */
		add_fact(facts, holder->request ? _("Wants to let sign") : _("Lets others sign"), roles);
	free(line);
	free(place);
	free(roles);
	if (holder->request) {
		if (!holder_is_given_here(holder))
			add_waiting_words(facts, ui, holder);
		return doubts;
	}
	add_fact(facts, _("Right given by"),
		 holder->issuer	   ? holder->issuer
		 : holder->officer ? _("a founding step of the county, which names the officers")
				   : "-");
	add_fact(facts, _("Now"), holder->revoked ? _("taken back") : holder->counts ? _("may sign") : holder->standing);
	if (holder->revoked)
		add_revocation(facts, ui, holder);
	return doubts;
}
