# Sourced by same-bytes.sh and locale.sh: makes locales in the folder $work/locales, so that they are there, and sets
# $locales to their names: one that writes 1.234,5, one without UTF-8, one whose small I has a dot.
locales=
mkdir -p "$work/locales"
for name in de_DE.UTF-8 fr_FR.ISO-8859-1 tr_TR.UTF-8; do
	localedef -i "${name%%.*}" -f "${name#*.}" "$work/locales/$name" >/dev/null 2>&1 && locales="$locales $name"
done
[ -n "$locales" ] || { echo "no locale can be made here (localedef, the package locales)"; exit 77; }
export LOCPATH="$work/locales"
unset LANGUAGE LC_MESSAGES LC_NUMERIC
