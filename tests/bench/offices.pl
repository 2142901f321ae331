#!/usr/bin/perl
# offices.pl SOURCE DIR [OFFICES [FIRST LAST]]: a project of made-up offices in DIR, from the example in
# SOURCE: its layout with `specimen: true`, its tables with a folder of CSV files for each office, and
# figures that are the example's times a factor of the office and a trend of the years. A hundred offices
# and the years 2014 to 2023 unless said otherwise. The same call always makes the same bytes.
#
#     bilan batch DIR/layout/report.yaml --items DIR/items.csv --each year=2014..2023 -o 'DIR/out/{entity}/{year}.pdf'
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use File::Copy qw(copy);
use File::Path qw(make_path);

my ($source, $to, $offices, $first, $last) = @ARGV;
die "usage: offices.pl SOURCE DIR [OFFICES [FIRST LAST]]\n" unless defined $to;
$offices //= 100;
$first //= 2014;
$last //= 2023;

sub slurp { my ($path) = @_; open my $f, '<', $path or die "$path: $!\n"; local $/; return scalar <$f> }
sub spill { my ($path, $text) = @_; open my $f, '>', $path or die "$path: $!\n"; print $f $text; close $f or die "$path: $!\n" }

# ---- chance that is the same everywhere: a linear congruence (Knuth's MMIX numbers, the upper bits)
my $seed = 0;
sub chance { use integer; $seed = $seed * 6364136223846793005 + 1442695040888963407; return ($seed >> 33 & 0x3fffffff) / 1.0 }
sub between { my ($least, $most) = @_; my $r = chance(); return $least + ($most - $least) * ($r / 0x40000000) }

# ---- the layout
make_path("$to/layout/themes", "$to/layout/icons", "$to/data/prose", "$to/fonts");
my $report = slurp("$source/layout/report.yaml");
$report =~ s/^(report: 1)$/$1\nspecimen: yes/m;
$report =~ s/^parameters:\n/parameters:\n  entity: {type: text, default: "001", help: "the office, and its folder in data"}\n  office: {type: text, default: "Caf 001", help: its name}\n/m;
$report =~ s/^author: .*$/author: "{office}"/m;
$report =~ s/Caf de l'Ariège/{office}/g;
$report =~ s/text: \{office\}/text: "{office}"/g;
$report =~ s/En Ariège/Dans le département/g;
$report =~ s/l'Ariège/le département/g;
$report =~ s/Alliance Ariège Haut-Rhin/Alliance/g;
$report =~ s{data/\{year\}/}{data/prose/}g;
spill("$to/layout/report.yaml", $report);
my $masters = slurp("$source/layout/masters.yaml");
$masters =~ s/Caf de l'Ariège/{office}/g;
spill("$to/layout/masters.yaml", $masters);
copy($_, "$to/layout/themes/") for glob "$source/layout/themes/*.yaml";
copy($_, "$to/layout/icons/") for glob "$source/layout/icons/*.svg";
copy($_, "$to/data/prose/") for glob "$source/data/2023/*.md";
copy("$source/fonts/fonts.yaml", "$to/fonts/fonts.yaml");

# ---- the tables, with a check that holds for made-up figures
my $tables = slurp("$source/data/tables.yaml");
$tables =~ s/^checks:.*\z//ms;
$tables =~ s/^    file: (\S+)$/    file: "{entity}\/$1"/mg;
$tables .= <<'CHECKS';
checks:
  - id: thematic-aid-adds-up
    says: "{label} : {loans:euro} de prêts et {grants:euro} de subventions ne font pas {stated:euro}"
    query: >-
      select stated, label, loans, grants from thematic_aid where loans + grants <> stated
CHECKS
spill("$to/data/tables.yaml", $tables);

# ---- the figures
my %scaled = map { $_ => 1 } qw(value families loans grants cdi);
my %kept = map { $_ => 1 } qw(alliance childcare_measures ctg photos sources);

sub rows_of {
	my ($name) = @_;
	my @lines = split /\n/, slurp("$source/data/$name.csv");
	my @columns = split /;/, shift @lines;
	my @rows;
	for my $line (@lines) {
		my @cells = split /;/, $line, -1;
		my %row;
		@row{@columns} = @cells;
		push @rows, \%row;
	}
	return (\@columns, \@rows);
}

my %example;
for my $path (glob "$source/data/*.csv") {
	my ($name) = $path =~ m{([^/]+)\.csv$};
	$example{$name} = [rows_of($name)] unless $name eq 'items';
}

# One row of the example in another year; the census (insee) has one year only.
sub made_up {
	my ($name, $row, $year, $factor) = @_;
	my %new = %$row;

	$new{year} = $year if exists $new{year};
	return \%new if $kept{$name};
	if ($name eq 'delays') {
		$new{value} =~ s/,/./;
		my $share = $new{value} - between(0, 9);
		($new{value} = sprintf '%.2f', $share) =~ s/\./,/;
		return \%new;
	}
	for my $column (grep { $scaled{$_} } keys %new) {
		$new{$column} = int($new{$column} * $factor * between(0.95, 1.05) + 0.5) if $new{$column} =~ /^\d+$/;
	}
	$new{stated} = $new{loans} + $new{grants} if $name eq 'thematic_aid';
	$new{stated} = '' if $name eq 'childcare';
	return \%new;
}

my $items = "entity;office\n";
for my $n (1 .. $offices) {
	my $entity = sprintf '%03d', $n;
	my $folder = "$to/data/$entity";
	$seed = $n * 1000003;
	my $factor = between(0.3, 0.85);
	my $trend = between(0.985, 1.01);

	make_path($folder);
	$items .= "$entity;Caf $entity\n";
	for my $name (sort keys %example) {
		my ($columns, $rows) = @{$example{$name}};
		my $text = join(';', @$columns) . "\n";
		my $yearly = grep { $_ eq 'year' } @$columns;
		for my $row (@$rows) {
			next if $yearly && $row->{year} == 2022;
			my $census = $name eq 'families' && $row->{source} eq 'insee';
			for my $year ($census || !$yearly ? ($row->{year} // 0) : ($first .. $last)) {
				my $new = made_up($name, $row, $year, $factor * $trend ** ($year - $first));
				$new->{year} = $row->{year} if $census;
				$text .= join(';', map { $new->{$_} } @$columns) . "\n";
			}
		}
		spill("$folder/$name.csv", $text);
	}
}
spill("$to/items.csv", $items);
