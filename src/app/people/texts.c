#include "app/people/texts.h"

#include <stdlib.h>

#include "base/mem.h"

void
app_texts_add(struct app_texts *texts, const char *text)
{
	char **items = mem_array(texts->count + 1, sizeof(*items));

	for (size_t i = 0; i < texts->count; i++)
		items[i] = texts->items[i];
	items[texts->count++] = mem_strdup(text);
	free(texts->items);
	texts->items = items;
}

void
app_texts_copy(struct app_texts *to, const char *const *items, size_t count)
{
	*to = (struct app_texts){ .items = mem_array(count, sizeof(*to->items)), .count = count };
	for (size_t i = 0; i < count; i++)
		to->items[i] = mem_strdup(items[i]);
}

void
app_texts_release(struct app_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	*texts = (struct app_texts){ 0 };
}
