#!/usr/bin/perl
# The plates of a print file as Ghostscript separates it (tiffsep, 72 ppi, bleed box), against what we say.
#
#     plates.pl coverage PREFIX INK          the means of each page and plate are those of `bilan ink`
#     plates.pl black PREFIX DUMP STYLE...   text of these styles is on the black plate and on no other
#     plates.pl quarters PREFIX DUMP TABLE   pictures of four squares have the inks of quarters.txt, within 2 percent
#     plates.pl under PREFIX DUMP BLOCK INK  this ink lies whole under the block's words: they overprint
#     plates.pl out PREFIX DUMP BLOCK INK    the block's words are left out of this ink
#
# PREFIX is as in PREFIX01(Cyan).tif. In these files 255 is paper.
use strict;
use warnings;

my ($what, $prefix, $file, @rest) = @ARGV;
my ($bad, $checked) = (0, 0);
my %plates;

# An uncompressed grey TIFF, little-endian: width, height, bytes.
sub read_tiff {
	my ($name) = @_;
	open my $in, '<:raw', $name or die "$name: $!\n";
	local $/;
	my $bytes = <$in>;
	die "$name is no little-endian TIFF\n" unless substr($bytes, 0, 4) eq "II*\0";
	my %tag;
	my $at = unpack 'V', substr($bytes, 4, 4);
	for my $i (0 .. unpack('v', substr($bytes, $at, 2)) - 1) {
		my ($id, $type, $count, $value) = unpack 'vvVV', substr($bytes, $at + 2 + 12 * $i, 12);
		my $size = $type == 3 ? 2 : 4;
		my $list = $count * $size <= 4 ? substr($bytes, $at + 10 + 12 * $i, 4) : substr($bytes, $value, $count * $size);
		$tag{$id} = [unpack(($type == 3 ? 'v' : 'V') . $count, $list)] if $type == 3 || $type == 4;
	}
	die "$name is compressed or not of 8 bits\n" if $tag{259}[0] != 1 || $tag{258}[0] != 8;
	my $samples = '';
	$samples .= substr($bytes, $tag{273}[$_], $tag{279}[$_]) for 0 .. $#{$tag{273}};
	return {width => $tag{256}[0], height => $tag{257}[0], samples => $samples};
}

sub plate {
	my ($page, $ink) = @_;
	$ink =~ s/([^\x20-\x7E])/sprintf '%%%02X', ord $1/ge;
	my $name = sprintf '%s%02d(%s).tif', $prefix, $page, $ink;
	return undef unless -e $name;
	return $plates{$name} //= read_tiff($name);
}

sub complain {
	print @_, "\n";
	$bad = 1;
}

# The bytes of a rectangle in points, the bleed of 3 mm added; whole pixels inside.
sub part {
	my ($plate, $x, $y, $w, $h) = @_;
	my $bleed = 72 * 3 / 25.4;
	my ($left, $right) = (int($x + $bleed + 0.999), int($x + $bleed + $w));
	my ($top, $bottom) = (int($y + $bleed + 0.999), int($y + $bleed + $h));
	my $bytes = '';
	$right = $left + 1 if $right <= $left;
	for my $row ($top .. ($bottom > $top ? $bottom - 1 : $top)) {
		next if $row < 0 || $row >= $plate->{height};
		$bytes .= substr $plate->{samples}, $row * $plate->{width} + $left, $right - $left;
	}
	return $bytes;
}

sub mean_ink {
	my ($bytes) = @_;
	my $sum = unpack '%64C*', $bytes;
	return 100 * (255 * length($bytes) - $sum) / (255 * (length($bytes) || 1));
}

open my $in, '<', $file or die "$file: $!\n";
if ($what eq 'coverage') {
	my @inks;
	while (<$in>) {
		chomp;
		if (/^page\s+(.*?)\s+highest/) {
			@inks = split /\s{2,}/, $1;
			next;
		}
		my ($page, @amounts) = /([\d.]+)/g;
		for my $i (0 .. $#inks) {
			my $plate = plate($page, $inks[$i]);
			my $seen = $plate ? mean_ink($plate->{samples}) : 0;
			$checked++;
			complain(sprintf 'page %d, %s: %.1f %% said, %.1f %% on the plate', $page, $inks[$i], $amounts[$i], $seen)
				if abs($seen - $amounts[$i]) > 1;
		}
	}
} elsif ($what eq 'black') {
	my ($page, %wanted) = (0);
	$wanted{$_} = 1 for @rest;
	while (<$in>) {
		$page = $1 if /^page (\d+) /;
		next unless /^  glyphs (\S+) ([-\d.]+),([-\d.]+) ([\d.]+)x([\d.]+) (\S+) (.*)/ && $wanted{$6};
		my ($block, $x, $y, $w, $h, $style, $text) = ($1, $2, $3, $4, $5, $6, $7);
		next unless $text =~ /^"/;  # else in a colour of its own
		for my $ink (qw(Cyan Magenta Yellow)) {
			complain("page $page, $block: $text has $ink") if part(plate($page, $ink), $x, $y, $w, $h) =~ /[^\xFF]/;
		}
		$checked++;
		complain("page $page, $block: $text is not on the black plate") unless part(plate($page, 'Black'), $x, $y, $w, $h) =~ /[^\xFF]/;
	}
} elsif ($what eq 'quarters') {
	my (%box, $page);
	while (<$in>) {
		$page = $1 if /^page (\d+) /;
		$box{$1} = [$page, $2, $3, $4 / 2, $5 / 2] if /^  image (\S+) ([-\d.]+),([-\d.]+) ([\d.]+)x([\d.]+)/;
	}
	open my $table, '<', $rest[0] or die "$rest[0]: $!\n";
	while (<$table>) {
		next if /^\s*(#|$)/;
		my ($block, @quarters) = split;
		my ($page, $x, $y, $w, $h) = @{$box{$block} // die "no picture $block\n"};
		for my $i (0 .. 3) {
			my @wanted = split /,/, $quarters[$i];
			for my $k (0 .. 3) {
				my $ink = (qw(Cyan Magenta Yellow Black))[$k];
				next if $wanted[$k] eq '?';
				my $seen = mean_ink(part(plate($page, $ink), $x + $w * ($i % 2) + $w / 4, $y + $h * int($i / 2) + $h / 4, $w / 2, $h / 2));
				$checked++;
				complain(sprintf '%s, quarter %d: %s is %.1f, not %s', $block, $i + 1, $ink, $seen, $wanted[$k])
					if abs($seen - $wanted[$k]) > 2;
			}
		}
	}
} else {
	my ($page, $block, $ink) = (0, @rest);
	while (<$in>) {
		$page = $1 if /^page (\d+) /;
		next unless /^  glyphs (\S+) ([-\d.]+),([-\d.]+) ([\d.]+)x([\d.]+) / && $1 eq $block;
		my $plate = plate($page, $ink) // die "page $page has no plate $ink\n";
		my $bytes = part($plate, $2, $3, $4, $5);
		$checked++;
		complain("page $page, $block: $ink is not whole under the words") if $what eq 'under' && $bytes =~ /[^\x00]/;
		complain("page $page, $block: no word is left out of $ink") if $what eq 'out' && $bytes !~ /\xFF/;
	}
}
complain('nothing was checked') unless $checked;
print "$what: $checked checked\n" unless $bad;
exit $bad;
