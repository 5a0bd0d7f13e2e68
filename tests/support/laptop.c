#include "laptop.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "dump.h"
#include "ui/home/start.h"
#include "ui/page/help.h"

static const struct {
	const char *lang;
	int rows, cols;
} windows[] = { { "zh_CN", 24, 80 }, { "en", 24, 80 }, { "zh_CN", 40, 120 }, { "en", 40, 120 } };

void
laptop_begin(void)
{
	setlocale(LC_ALL, "C.UTF-8");
}

void
laptop_press(struct laptop *laptop, const char *keys)
{
	struct decoder decoder;
	struct ui_key key;

	decoder_init(&decoder);
	decoder_feed(&decoder, keys, strlen(keys));
	while (decoder_next(&decoder, true, &key)) {
		laptop->ui.seen = ++laptop->ui.painted; /* the page is seen before each key */
		stack_key(&laptop->stack, &laptop->ui, &key);
	}
	decoder_release(&decoder);
	for (const struct screen *top = stack_top(&laptop->stack); top && top->class->idle;)
		if (!top->class->idle(stack_top(&laptop->stack), &laptop->ui))
			break;
}

void
laptop_open(struct laptop *laptop, const char *workspace, size_t window, const char *person)
{
	static char file[600];
	static const struct ui_start start = { .workspace = file };
	struct err err = { 0 };
	char *locale;

	locale = path_of(PATH_LOCALE);
	if (messages_open(locale, windows[window].lang, &err))
		fail_msg("%s", err.text);
	free(locale);
	snprintf(file, sizeof(file), "%s", workspace);
	*laptop = (struct laptop){ .ui = { .lang = strcmp(windows[window].lang, "en") == 0 ? "en" : "zh",
					   .rows = windows[window].rows,
					   .cols = windows[window].cols,
					   .colours = 256,
					   .fine_lines = true,
					   .help = help_screen,
					   .busy = busy_draw } };
	laptop->ui.terminal = &laptop->stack;
	stack_push(&laptop->stack, &laptop->ui, start_screen(&laptop->ui, &start));
	if (!person)
		return;
	laptop_press(laptop, "P");
	laptop_press(laptop, person);
	laptop_press(laptop, "demo\r");
	assert_non_null(app_person_name(laptop->ui.app));
	laptop->ui.toast_kind = TOAST_NONE;
}

void
laptop_close(struct laptop *laptop)
{
	stack_release(&laptop->stack, &laptop->ui);
	app_close(laptop->ui.app);
	free(laptop->ui.inbox);
}

void
laptop_go_home(struct laptop *laptop)
{
	for (int i = 0; i < 20 && strcmp(laptop_page(laptop), "home") != 0; i++)
		laptop_press(laptop, "\x1b");
	assert_string_equal(laptop_page(laptop), "home");
}

const char *
laptop_page(const struct laptop *laptop)
{
	return stack_top(&laptop->stack)->class->name;
}

const char *
laptop_title(const struct laptop *laptop)
{
	const struct screen *top = stack_top(&laptop->stack);

	return top->class->title(top, &laptop->ui);
}

void
laptop_look(const struct laptop *laptop, struct buf *out)
{
	struct canvas canvas = { .fine_lines = true, .colours = 256 };

	canvas_init(&canvas, laptop->ui.rows, laptop->ui.cols);
	screen_draw(stack_top(&laptop->stack), &laptop->ui, &canvas);
	canvas_dump(&canvas, false, out);
	canvas_release(&canvas);
}

void
laptop_walk(struct laptop *laptop, const char *key, struct buf *seen)
{
	struct buf before = { 0 }, now = { 0 };

	laptop_look(laptop, &before);
	buf_text_add(seen, buf_text(&before));
	for (int i = 0; i < 500; i++) {
		laptop_press(laptop, key);
		buf_clear(&now);
		laptop_look(laptop, &now);
		if (strcmp(buf_text(&now), buf_text(&before)) == 0)
			break;
		buf_text_add(seen, buf_text(&now));
		buf_clear(&before);
		buf_text_add(&before, buf_text(&now));
	}
	buf_release(&before);
	buf_release(&now);
}

void
assert_seen(const struct buf *seen, const char *text)
{
	if (!strstr(buf_text(seen), text)) {
		fprintf(stderr, "%s", buf_text(seen));
		fail_msg("\"%s\" is nowhere", text);
	}
}
