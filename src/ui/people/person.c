#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/stick/export.h"
#include "base/i18n.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/page/textview.h"
#include "ui/people/asking.h"
#include "ui/people/facts.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* One holder of a credential, or one request. A request is granted only after both read their half of its code aloud: this side reads the first half, and types
 * the second as it is heard, so that nobody can say yes without having listened. */

enum { COMMAND_GRANT = 1, COMMAND_REVOKE, COMMAND_WRITE, COMMAND_COPY, COMMAND_BACK };

static const struct binding person_bindings[] = {
	{ UI_KEY_CHAR, 'r', "r", N_("take the right back"), COMMAND_REVOKE, true },
	{ UI_KEY_CHAR, 'c', "c", N_("copy the key to a stick"), COMMAND_COPY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding revoked_bindings[] = {
	{ UI_KEY_CHAR, 'r', "r", N_("say anew what counts"), COMMAND_REVOKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding request_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("give the right, when both halves agree"), COMMAND_GRANT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

/* Of a request made here, by who made it: nothing is given on this page, and the halves of the code stand as this side needs them. */
static const struct binding own_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("write the request on a stick"), COMMAND_WRITE, true },
	{ UI_KEY_CHAR, 'c', "c", N_("copy the key to a stick"), COMMAND_COPY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding other_bindings[] = {
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct holder_state {
	bool stale; /* another window wrote the file: the holder is read anew */
	struct app_holder holder;
	struct text_view facts; /* who it is and what the right is, or would be */
	struct line heard;
	size_t doubts; /* whether somebody who stands here is the one who asks */
	bool asked;    /* the doubts were pointed at once */
};

#define HEARD_COL 41 /* of the codes, behind what is said before them */

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static const char *
warning_text(const struct holder_state *state)
{
	return state->holder.issues.count
		       ? _("Who gives others the right needs several county officers to agree. A new county officer is not given the right here, but named under o.")
		       : "";
}

/* The rows below the facts: for a request the comparison of its code. */
static int
check_rows(const struct holder_state *state, const struct ui *ui)
{
	int cols = page_area(ui).cols;

	if (!holder_is_given_here(&state->holder))
		return 0;
	return 1 + canvas_wrap_rows(_("Telephone, and compare the code. Only so it is certain that this key is that person's."), cols) + 4 +
	       canvas_wrap_rows(
		       _("If one digit differs, this is not the key of that person: give nothing, and have the request made again."),
		       cols) +
	       canvas_wrap_rows(warning_text(state), cols);
}

/* Reads the same holder again; one that is gone stays as it was, and any act on it is refused with its reason. */
static enum status
read_anew(struct holder_state *state, struct ui *ui, struct err *err)
{
	struct app_people people = { 0 };
	bool found = false;
	enum status status = app_people(ui->app, &people, err);

	if (status)
		return status;
	for (size_t i = 0; i < people.count && !found; i++) {
		found = id_equal(&people.items[i].credential, &state->holder.credential);
		if (!found)
			continue;
		app_holder_release(&state->holder);
		app_holder_copy(&people.items[i], &state->holder);
		text_view_clear(&state->facts);
		state->doubts = holder_facts_add(&state->facts, ui, &state->holder);
	}
	app_people_release(&people);
	state->stale = false;
	if (!found)
		ui_say(ui, TOAST_SAID, "%s", _("Meanwhile this request was answered, or another took its place."));
	return STATUS_OK;
}

static void
holder_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct holder_state *)screen->state)->stale = true;
}

static void
holder_recalc(struct screen *screen, struct ui *ui)
{
	struct holder_state *state = screen->state;
	struct err err = { 0 };

	if (state->stale && read_anew(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	text_view_fit(&state->facts, area_above(page_area(ui), check_rows(state, ui)));
}

static void
draw_check(const struct holder_state *state, struct canvas *canvas, struct area left)
{
	struct area row;

	left = area_below(left, 1);
	canvas_paragraph(canvas, &left, BOLD, _("Telephone, and compare the code. Only so it is certain that this key is that person's."));
	left = area_below(left, 1);
	row = area_inside(left, 2, 2);
	canvas_column(canvas, &row, HEARD_COL, PLAIN, _("You read to the other side:"));
	canvas_textn(canvas, row.row, row.col, row.cols, ACCENT, state->holder.code, CODE_HALF);
	left = area_below(left, 1);
	row = area_inside(left, 2, 2);
	canvas_column(canvas, &row, HEARD_COL - 1, PLAIN, _("The other side reads to you; type it:"));
	input_draw(canvas, row.row, row.col, CODE_HALF + 3, &state->heard);
	left = area_below(left, 2);
	canvas_paragraph(canvas, &left, FAINT,
			 _("If one digit differs, this is not the key of that person: give nothing, and have the request made again."));
	canvas_paragraph(canvas, &left, WARN, warning_text(state));
}

static void
holder_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct holder_state *state = screen->state;
	int rows = (int)text_view_rows(&state->facts);

	text_view_draw(&state->facts, canvas);
	if (holder_is_given_here(&state->holder))
		draw_check(state, canvas, area_below(page_area(ui), rows < state->facts.area.rows ? rows : state->facts.area.rows));
}

static const char *
holder_note(const struct screen *screen)
{
	return ((const struct holder_state *)screen->state)->facts.note;
}

/* ---- granting */

static struct action
grant(struct holder_state *state, struct ui *ui)
{
	const struct app_holder *holder = &state->holder;
	const char *heard = line_text(&state->heard);
	struct id credential;
	struct err err = { 0 };

	if (!*heard) {
		ui_say(ui, TOAST_SAID, "%s", _("Type the half that the other side reads to you."));
		return STAY;
	}
	if (!request_half_is_heard(heard, holder->code)) {
		ui_say(ui, TOAST_BAD, "%s",
		       _("That is not the code of this request. Listen once more; if it differs again, give nothing."));
		return STAY;
	}
	if (state->doubts && !state->asked) {
		state->asked = true;
		ui_say(ui, TOAST_BAD, "%s",
		       _("Ask first what is pointed out above. When it is answered, Enter once more gives the right."));
		return STAY;
	}
	ui_busy(ui, _("Signing..."));
	if (app_issue(ui->app, &holder->credential, &credential, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (holder->issues.count)
		ui_say(ui, TOAST_GOOD, _("Signed. %s has the right as soon as enough county officers agreed (o)."), holder->name);
	else
		ui_say(ui, TOAST_GOOD, _("%s may sign from now on. The right travels back with the next stick (x, e)."), holder->name);
	return BACK;
}

/* ---- writing one's own request */

static enum status
hand_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

static enum status
do_write(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct holder_state *state = ctx;
	bool read_only;
	char *typed = mem_strdup(passphrase), *stick = sticks_first(&read_only);
	struct app_ask ask = { hand_passphrase, typed };
	struct app_exported out = { 0 };
	enum status status =
		stick ? app_export_request(ui->app, stick, state->holder.person, &ask, &out, err)
		      : err_set(err, STATUS_NOT_FOUND, "%s",
				read_only ? _("The stick that is in can only be read: nothing can be written on it. Put another one in.")
					  : _("Put a stick in first."));

	if (!status && out.file_count) {
		char *words = mem_printf(_("The request is written, and was read back:\n\n%s\n\nTake it to the office."),
					 out.files[0].path),
		     *left = asking_left(&out.left);

		*result = left ? mem_printf("%s\n\n%s", words, left) : mem_strdup(words);
		free(words);
		free(left);
	}
	app_exported_release(&out);
	explicit_bzero(typed, strlen(typed));
	free(typed);
	free(stick);
	return status;
}

static struct action
push_write(struct holder_state *state)
{
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Write the request on a stick")),
			.text = mem_printf(_("A file for the office with the request of %s, signed with the key of the request."),
					   state->holder.name),
			.act = do_write,
			.stay = true,
			.ctx = state })
	};
}

/* A lost or broken stick takes no key with it when a second one has a copy; the file opens with the passphrase alone. */
static void
copy_key(const struct holder_state *state, struct ui *ui)
{
	struct err err = { 0 };
	char *path = NULL;

	if (!app_key_is_here(state->holder.person)) {
		ui_say(ui, TOAST_SAID, _("The key of %s is not here: put the stick in that it lies on."), state->holder.name);
		return;
	}
	if (app_key_copy_to_stick(state->holder.person, &path, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, TOAST_GOOD, _("The key is copied to %s, and was read back. Keep it apart from the passphrase."), path);
	free(path);
}

static const struct screen_class request_class;

static struct action
holder_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct holder_state *state = screen->state;
	struct screen *revoke;

	/* Letters, Enter and Esc belong to a search while its words are typed. */
	if ((screen->class != &request_class || state->facts.find.typing) && text_view_key(&state->facts, key))
		return STAY;
	switch (command) {
	case COMMAND_GRANT:
		return grant(state, ui);
	case COMMAND_REVOKE:
		revoke = revoke_screen(ui, &state->holder);
		return revoke ? (struct action){ ACTION_REPLACE, revoke } : STAY;
	case COMMAND_COPY:
		copy_key(state, ui);
		return STAY;
	case COMMAND_WRITE:
		return push_write(state);
	case COMMAND_BACK:
		return BACK;
	}
	if (screen->class == &request_class && !input_key(ui, &state->heard, key, CODE_HALF + 1))
		text_view_typed_key(&state->facts, key);
	return STAY;
}

static bool
heard_loses(const struct screen *screen)
{
	const struct holder_state *state = screen->state;

	return !state->facts.find.typing && *line_text(&state->heard) != '\0';
}

static void
holder_close(struct screen *screen, struct ui *ui)
{
	struct holder_state *state = screen->state;

	(void)ui;
	app_holder_release(&state->holder);
	text_view_release(&state->facts);
	line_release(&state->heard);
	free(state);
}

static const char *
holder_title(const struct screen *screen, const struct ui *ui)
{
	const struct holder_state *state = screen->state;

	(void)ui;
	return state->holder.request ? _("Asks for the right to sign") : _("Right to sign");
}

/* What every page of a holder does, whatever may be done there. */
#define HOLDER_PAGE                                                                                                                        \
	.title = holder_title, .note = holder_note, .recalc = holder_recalc, .draw = holder_draw, .key = holder_key,                       \
	.forget = holder_forget, .close = holder_close

static const struct screen_class person_class = {
	.name = "holder",
	.about = N_("A person: his rights, from whom, until when. r takes a right back."),
	.bindings = person_bindings,
	.also = move_bindings,
	HOLDER_PAGE,
};

/* Of a right that is not in force there is nothing to take back. */
static const struct screen_class gone_class = {
	.name = "holder",
	.about = N_("A person whose right was taken back, or does not hold yet; the page says why."),
	.bindings = other_bindings,
	.also = move_bindings,
	HOLDER_PAGE,
};

/* What of its work counts is said anew, where it came late. */
static const struct screen_class revoked_class = {
	.name = "holder",
	.about = N_("A person whose right was taken back: why, and by whom. r says anew what of the work counts."),
	.bindings = revoked_bindings,
	.also = move_bindings,
	HOLDER_PAGE,
};

static const struct screen_class request_class = {
	.name = "request",
	.about = N_("Somebody asks for a right. Telephone, compare the two halves of the code, then Enter goes on to the signature."),
	.bindings = request_bindings,
	.also = move_text_bindings,
	HOLDER_PAGE,
	.loses = heard_loses,
	.types = true,
};

static const struct screen_class own_class = {
	.name = "own-request",
	.about = N_("Your own request: read the office your half of the code, and hear theirs."),
	.bindings = own_bindings,
	.also = move_bindings,
	HOLDER_PAGE,
};

static const struct screen_class other_class = {
	.name = "other-request",
	.about = N_("A request that is not yours to answer; the page says who gives the right."),
	.bindings = other_bindings,
	.also = move_bindings,
	HOLDER_PAGE,
};

struct screen *
holder_screen(const struct ui *ui, const struct app_holder *holder)
{
	struct holder_state *state = mem_alloc(sizeof(*state));

	app_holder_copy(holder, &state->holder);
	state->doubts = holder_facts_add(&state->facts, ui, &state->holder);
	line_init(&state->heard, LINE_SINGLE, 40);
	return screen_new(!holder->request && holder->counts && holder->revoked && !holder->officer ? &revoked_class
			  : !holder->request && app_holder_kind(holder) != HOLDER_SIGNS		    ? &gone_class
			  : !holder->request							    ? &person_class
			  : holder->mine							    ? &request_class
			  : holder->own								    ? &own_class
												    : &other_class,
			  state);
}
