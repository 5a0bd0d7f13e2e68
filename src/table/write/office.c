#include "table/write/office.h"

#include <pango/pangocairo.h>
#include <xlsxwriter.h>

#include "base/mem.h"

bool
table_has_office(void)
{
	return true;
}

char *
table_office_version(void)
{
	return mem_printf("xlsxwriter %s, cairo %s, pango %s", lxw_version(), cairo_version_string(), pango_version_string());
}

/* The family of the first run's font. */
static char *
family_of(PangoLayout *layout)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
	PangoFontDescription *description = run ? pango_font_describe(run->item->analysis.font) : NULL;
	const char *family = description ? pango_font_description_get_family(description) : NULL;
	char *name = family ? mem_strdup(family) : NULL;

	if (description)
		pango_font_description_free(description);
	pango_layout_iter_free(iter);
	return name;
}

char *
table_han_font(void)
{
	PangoFontMap *map = pango_cairo_font_map_new();
	PangoContext *context = pango_font_map_create_context(map);
	PangoLayout *layout = pango_layout_new(context);
	char *family = NULL;

	pango_layout_set_text(layout, "楼自建房", -1);
	if (!pango_layout_get_unknown_glyphs_count(layout))
		family = family_of(layout);
	g_object_unref(layout);
	g_object_unref(context);
	g_object_unref(map);
	return family;
}
