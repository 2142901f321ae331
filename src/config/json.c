/* json.c: JSON written in order, two spaces a level, nothing checked: the caller closes what it
 * opens.
 */
#include "parts.h"

void
json_string(struct json *j, const char *text)
{
	buf_json(j->out, text);
}

void
json_item(struct json *j)
{
	buf_text(j->out, j->first ? "\n" : ",\n");
	for (int i = 0; i < j->depth; i++)
		buf_text(j->out, "  ");
	j->first = false;
}

void
json_key(struct json *j, const char *name)
{
	json_item(j);
	json_string(j, name);
	buf_text(j->out, ": ");
}

void
json_begin(struct json *j, char bracket)
{
	buf_byte(j->out, bracket);
	j->depth++;
	j->first = true;
}

void
json_end(struct json *j, char bracket)
{
	bool empty = j->first;

	j->depth--;
	j->first = true;
	if (!empty)
		json_item(j);
	j->first = false;
	buf_byte(j->out, bracket);
}

void
json_raw(struct json *j, const char *name, const char *value)
{
	json_key(j, name);
	buf_text(j->out, value);
}

void
json_text(struct json *j, const char *name, const char *value)
{
	json_key(j, name);
	json_string(j, value);
}
