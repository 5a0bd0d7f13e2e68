#include "app/machine/doctor.h"

#include <stdlib.h>
#include <string.h>

#include "app/machine/doctor_state.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"

void
doctor_add(struct doctor *doctor, const char *subject, enum doctor_state state, char *says_take, char *mend_take)
{
	MEM_GROW(doctor->items, doctor->count, doctor->cap);
	doctor->items[doctor->count++] = (struct doctor_finding){ subject, state, says_take, mend_take };
}

/* The file that the screens opened last; NULL: none. The caller frees. */
static char *
opened_last(void)
{
	char *home = path_of(PATH_HOME), *path = file_join(home, "workspace"), *workspace = NULL;
	struct buf text = { 0 };
	struct err ignored = { 0 };

	if (!file_read(path, 4096, &text, &ignored) && text.len)
		workspace = mem_strdup(buf_text(&text));
	buf_release(&text);
	free(path);
	free(home);
	return workspace;
}

void
doctor_look(const char *workspace, struct doctor *out)
{
	char *last = workspace ? NULL : opened_last();
	const char *file = workspace ? workspace : last;
	struct doctor file_found = { 0 };
	int64_t receipt_at = 0;

	*out = (struct doctor){ 0 };
	doctor_look_at_file(&file_found, file, &receipt_at); /* first: the clock is compared with what it holds */
	doctor_look_at_terminal(out);
	doctor_look_at_locale(out);
	doctor_look_at_data(out);
	doctor_look_at_fonts(out);
	doctor_look_at_disk(out, file);
	doctor_look_at_clock(out, receipt_at);
	doctor_look_at_keys(out);
	doctor_look_at_sticks(out);
	for (size_t i = 0; i < file_found.count; i++)
		doctor_add(out, file_found.items[i].subject, file_found.items[i].state, file_found.items[i].says, file_found.items[i].mend);
	free(file_found.items);
	free(last);
}

void
doctor_release(struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++) {
		free(doctor->items[i].says);
		free(doctor->items[i].mend);
	}
	free(doctor->items);
	*doctor = (struct doctor){ 0 };
}

size_t
doctor_count(const struct doctor *doctor, enum doctor_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < doctor->count; i++)
		count += doctor->items[i].state == state;
	return count;
}

const char *
doctor_subject(const char *subject)
{
	static const struct {
		const char *subject, *label;
	} subjects[] = {
		{ "terminal", N_("terminal") }, { "locale", N_("language") }, { "data", N_("forms") },
		{ "font", N_("font") },		{ "disk", N_("disk") },	      { "clock", N_("clock") },
		{ "keys", N_("keys") },		{ "sticks", N_("sticks") },   { "file", N_("file") },
	};

	for (size_t i = 0; i < ARRAY_LEN(subjects); i++)
		if (strcmp(subjects[i].subject, subject) == 0)
			return _(subjects[i].label);
	return subject;
}
