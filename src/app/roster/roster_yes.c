#include "app/roster/roster_yes.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seal/seal.h"

/* Questions of a roster, and what was said yes to. */

struct id
roster_yes_name(enum roster_yes kind, const char *words, const struct id *about)
{
	struct buf all = { .secret = true };
	struct id name;

	buf_printf(&all, "%d %s", (int)kind, words);
	buf_add(&all, about, sizeof(*about));
	hash_bytes(buf_text(&all), all.len, &name);
	buf_release(&all);
	return name;
}

bool
roster_yeses_have(const struct roster_yeses *yeses, const struct id *question)
{
	for (size_t i = 0; yeses && i < yeses->count; i++)
		if (id_equal(&yeses->items[i].question, question))
			return true;
	return false;
}

bool
roster_yeses_have_kind(const struct roster_yeses *yeses, enum roster_yes kind)
{
	for (size_t i = 0; i < yeses->count; i++)
		if (yeses->items[i].kind == kind)
			return true;
	return false;
}

void
roster_yeses_add(struct roster_yeses *yeses, enum roster_yes kind, const struct id *question)
{
	if (roster_yeses_have(yeses, question))
		return;
	MEM_GROW(yeses->items, yeses->count, yeses->cap);
	yeses->items[yeses->count++] = (struct roster_yes_to){ kind, *question };
}

void
roster_yeses_add_all(struct roster_yeses *yeses, const struct roster_yeses *more)
{
	for (size_t i = 0; i < more->count; i++)
		roster_yeses_add(yeses, more->items[i].kind, &more->items[i].question);
}

void
roster_yeses_keep(struct roster_yeses *yeses, unsigned kinds)
{
	size_t kept = 0;

	for (size_t i = 0; i < yeses->count; i++)
		if (yeses->items[i].kind & kinds)
			yeses->items[kept++] = yeses->items[i];
	yeses->count = kept;
}

void
roster_yeses_release(struct roster_yeses *yeses)
{
	free(yeses->items);
	*yeses = (struct roster_yeses){ 0 };
}
