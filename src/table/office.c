#include "table/office.h"

#include <cairo.h>
#include <pango/pango.h>
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
