#include "app/session/clock.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "ui/stack.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/screen.h"

struct screen *
stack_top(const struct stack *stack)
{
	return stack->count ? stack->screens[stack->count - 1] : NULL;
}

/* Tells the pages when the file is another than they read. A failed look is said once it matters: each act begins with one. */
static bool
notice(struct stack *stack, struct ui *ui)
{
	struct screen *top = stack_top(stack);
	struct err err = { 0 };

	if (!ui->app)
		return false;
	if (app_notice(ui->app, &err) && ui->toast_kind == TOAST_NONE)
		ui_fail(ui, &err);
	if (ui->told_of != ui->app)
		ui->generation = app_generation(ui->app);
	ui->told_of = ui->app;
	if (app_generation(ui->app) == ui->generation)
		return false;
	ui->generation = app_generation(ui->app);
	for (size_t i = 0; i < stack->count; i++)
		if (stack->screens[i]->class->forget)
			stack->screens[i]->class->forget(stack->screens[i], ui);
	if (top && top->class->forget && ui->toast_kind == TOAST_NONE)
		ui_say(ui, TOAST_SAID, "%s", _("Another window or command wrote this file; the page shows it as it is now."));
	return true;
}

static void
recalc(struct stack *stack, struct ui *ui)
{
	struct screen *top = stack_top(stack);

	notice(stack, ui);
	if (top)
		screen_recalc(top, ui);
}

static void
leave(struct stack *stack, struct ui *ui)
{
	struct screen *top = stack_top(stack);

	if (top && top->class->leave)
		top->class->leave(top, ui);
}

void
stack_leave(struct stack *stack, struct ui *ui)
{
	for (size_t i = stack->count; i-- > 0;)
		if (stack->screens[i]->class->leave)
			stack->screens[i]->class->leave(stack->screens[i], ui);
}

static void
add(struct stack *stack, struct screen *screen)
{
	MEM_GROW(stack->screens, stack->count, stack->cap);
	stack->screens[stack->count++] = screen;
}

static void
drop(struct stack *stack, struct ui *ui)
{
	leave(stack, ui);
	screen_free(stack->screens[--stack->count], ui);
}

bool
stack_notice(struct stack *stack, struct ui *ui)
{
	struct screen *top = stack_top(stack);
	bool noticed = notice(stack, ui);

	/* A page that could not be read is tried again: the stick may be back. */
	noticed |= top && (top->unread || (top->class->watch && top->class->watch(top, ui)));
	if (noticed && top)
		screen_recalc(top, ui);
	return noticed;
}

void
stack_resized(struct stack *stack, struct ui *ui)
{
	recalc(stack, ui);
}

void
stack_push(struct stack *stack, struct ui *ui, struct screen *screen)
{
	leave(stack, ui);
	add(stack, screen);
	recalc(stack, ui);
}

char *
stack_leave_all(struct stack *stack, struct ui *ui)
{
	ui_hush(ui);
	stack_leave(stack, ui);
	return ui->toast_kind == TOAST_BAD ? mem_strdup(ui->toast) : NULL;
}

void
stack_lock(struct stack *stack, struct ui *ui)
{
	char *unkept = stack_leave_all(stack, ui);

	while (stack->count > 1)
		drop(stack, ui);
	if (ui->app)
		app_lock(ui->app);
	ui_forget_said(ui);
	recalc(stack, ui);
	if (unkept)
		ui_say(ui, TOAST_BAD, _("Locked after ten minutes without a key. Not all that was typed is kept: %s"), unkept);
	else
		ui_say(ui, TOAST_SAID, "%s", _("Locked after ten minutes without a key. Forms and sittings are kept as they stood."));
	free(unkept);
}

/* The page that a page ended over may go on to the next. */
static void
resume(struct stack *stack, struct ui *ui)
{
	struct screen *top = stack_top(stack);
	struct action action = !top->unread && top->class->resume ? top->class->resume(top, ui) : STAY;

	if (action.kind == ACTION_PUSH)
		stack_push(stack, ui, action.screen);
}

static void
act(struct stack *stack, struct ui *ui, struct action action)
{
	bool ended = action.kind == ACTION_BACK && stack->count > 1;

	switch (action.kind) {
	case ACTION_STAY:
	case ACTION_NO_KEY:
		break;
	case ACTION_PUSH:
		leave(stack, ui);
		add(stack, action.screen);
		break;
	case ACTION_REPLACE:
		drop(stack, ui);
		add(stack, action.screen);
		break;
	case ACTION_BACK:
		if (stack->count > 1)
			drop(stack, ui);
		break;
	case ACTION_DONE:
		for (int i = 0; i < 2 && stack->count > 1; i++)
			drop(stack, ui);
		if (action.screen)
			add(stack, action.screen);
		break;
	case ACTION_HOME:
		while (stack->count > 1)
			drop(stack, ui);
		break;
	case ACTION_QUIT:
		stack->quit = true;
		break;
	}
	recalc(stack, ui);
	if (ended)
		resume(stack, ui);
}

/* An act that was refused because the day is in doubt leads to the page that asks for it; the refusal stays in sight. */
static void
ask_day(struct stack *stack, struct ui *ui)
{
	struct screen *day = ui->app && app_take_day_wanted(ui->app) && ui->day && !stack->quit ? ui->day(ui) : NULL;

	if (day)
		act(stack, ui, (struct action){ ACTION_PUSH, day });
}

/* Esc on a page that would lose what was typed there: asked once. True: it was asked now. */
static bool
asks_to_leave(struct stack *stack, struct ui *ui, const struct ui_key *key)
{
	const struct screen *top = stack_top(stack), *asked = stack->asked;

	stack->asked = NULL;
	if (key->kind != UI_KEY_ESC || asked == top || !top->class->loses || !top->class->loses(top))
		return false;
	stack->asked = top;
	ui_say(ui, TOAST_BAD, "%s", _("What you typed here is not kept. Esc once more leaves without it, any other key stays."));
	return true;
}

/* Draws the top page as it is now. */
static void
draw_top(const struct stack *stack, const struct ui *ui, struct canvas *canvas)
{
	canvas_init(canvas, ui->rows, ui->cols);
	canvas->fine_lines = ui->fine_lines;
	canvas->colours = ui->colours;
	screen_draw(stack_top(stack), ui, canvas);
}

/* Keys that a page has no command for, and of which it reads some by itself: letters and other signs where nothing is typed, as digits of a list, Tab, and
 * control keys but those that edit a text. */
static bool
may_mean_nothing(const struct screen *top, const struct ui_key *key, int command)
{
	if (command)
		return false;
	if (key->kind == UI_KEY_CTRL)
		return !screen_acting(top)->types || !input_edits(key);
	return (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_TAB) && !screen_acting(top)->types;
}

static void
say_no_key(struct ui *ui, const struct screen *top)
{
	ui_say(ui, TOAST_SAID, "%s",
	       screen_acting(top)->types ? _("This key does nothing here; ^G shows the keys.")
					 : _("This key does nothing here; ? shows the keys."));
}

void
stack_key(struct stack *stack, struct ui *ui, const struct ui_key *key)
{
	struct screen *top = stack_top(stack);
	struct canvas before = { 0 }, now = { 0 };
	struct action action;
	int command;

	if (!top || key->kind == UI_KEY_NONE)
		return;
	if (ui_toast_key(ui, key))
		return;
	ui_hush(ui);
	if (asks_to_leave(stack, ui, key))
		return;
	command = screen_command(top, key);
	/* The help key works on every page: '?' where no text is typed, ^G where it is. */
	if (!command && ui->help && !top->class->helps &&
	    ((ui_key_ascii(key) == '?' && !screen_acting(top)->types) || (key->kind == UI_KEY_CTRL && key->c == 'G'))) {
		act(stack, ui, (struct action){ ACTION_PUSH, ui->help(top) });
		return;
	}
	if (!command && ui->said_page && key->kind == UI_KEY_CTRL && key->c == 'B' && !top->class->drops_typeahead) {
		act(stack, ui, (struct action){ ACTION_PUSH, ui->said_page(ui) });
		return;
	}
	if (may_mean_nothing(top, key, command)) {
		recalc(stack, ui); /* the sentence that stood there is gone */
		draw_top(stack, ui, &before);
	}
	action = screen_acting(top)->key(top, ui, key, command);
	if (action.kind == ACTION_NO_KEY && ui->toast_kind == TOAST_NONE)
		say_no_key(ui, top);
	act(stack, ui, action);
	ask_day(stack, ui);
	/* Whatever its page answered: a key after which all is as it was did nothing. */
	if (before.cell && action.kind == ACTION_STAY && stack_top(stack) == top && ui->toast_kind == TOAST_NONE) {
		draw_top(stack, ui, &now);
		if (canvas_is_same(&before, &now))
			say_no_key(ui, top);
	}
	canvas_release(&now);
	canvas_release(&before);
}

void
stack_release(struct stack *stack, struct ui *ui)
{
	while (stack->count)
		drop(stack, ui);
	ui_hush(ui);
	free(stack->screens);
	*stack = (struct stack){ 0 };
}
