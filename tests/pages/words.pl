#!/usr/bin/env perl
# Is all of the source's text in the report? words.pl SOURCE.txt DIFFERENCES.txt REPORT.pdf
#
# The words of the PDF are read by poppler from its structure tree (pdfinfo -struct-text): what a
# screen reader would read, by a program that is not ours. Source and report are compared without
# regard to spaces, case, accents and the kind of apostrophe, since the source sets its titles in bare
# capitals. Each sentence, item and table cell of the source must stand in the report whole, and each
# number. DIFFERENCES.txt names what differs on purpose: "source text => what the report prints | and what else"; both
# sides are checked, so that the list cannot grow stale.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use Unicode::Normalize qw(NFKD);
binmode STDOUT, ':encoding(UTF-8)';

sub bare {
	my ($text) = @_;
	$text = lc NFKD($text);
	$text =~ s/\p{M}//g;
	$text =~ s/[’‘´`]/'/g;
	$text =~ s/[−‐‑–—]/-/g;
	$text =~ s/œ/oe/g;
	$text =~ s/[\s\x{200b}\x{ad}]//g;
	return $text;
}

sub slurp {
	my ($command, $mode, @rest) = @_;
	open my $in, $mode, @rest or die "$command: $!";
	local $/;
	my $text = <$in>;
	close $in or die "$command failed\n";
	return decode('UTF-8', $text);   # poppler prints some attributes as raw bytes: they become U+FFFD
}

my ($source_file, $differences_file, $pdf) = @ARGV;
my $source = slurp($source_file, '<', $source_file);
my $tree = slurp('pdfinfo', '-|', 'pdfinfo', '-struct-text', $pdf);

# Lines of the tree: an element's name (with attributes) or "quoted words".
my $report = '';
for my $line (split /\n/, $tree) {
	$report .= $1 . "\n" if $line =~ /^\s*"(.*)"\s*$/;
}
my $bare_report = bare($report);
my $bad = 0;

my %differs;
for my $line (split /\n/, slurp($differences_file, '<', $differences_file)) {
	next if $line =~ /^\s*(#|$)/;
	my ($from, $to) = $line =~ /^(.*?)\s*=>\s*(.*?)\s*$/ or die "not a difference: $line\n";
	if (index(bare($source), bare($from)) < 0) { print "no longer in the source: $from\n"; $bad++ }
	for my $part (split /\s*\|\s*/, $to) {
		next if index($bare_report, bare($part)) >= 0;
		print "not in the report: $part (for $from)\n";
		$bad++;
	}
	$differs{bare($from)} = 1;
}

my ($parts, $numbers) = (0, 0);
for my $paragraph (split /\n\s*\n/, $source) {
	# A paragraph may be broken over lines; a table has tabs, one row a line; a list has dashes.
	my @rows = $paragraph =~ /\t|^- /m ? split(/\n/, $paragraph) : (join ' ', split /\n/, $paragraph);
	for my $row (@rows) {
		$row =~ s/^- //;
		for my $cell (split /\t/, $row) {
			for my $part (split /(?<=[.!?])\s+/, $cell) {
				my $bare = bare($part);
				next if $bare eq '' || $differs{$bare};
				$parts++;
				next if index($bare_report, $bare) >= 0;
				print "missing: $part\n";
				$bad++;
			}
		}
	}
}

# Numbers, groups of three joined: each must stand in the report as a number of its own.
sub figures {
	my ($text) = @_;
	$text =~ s/(?<=\d)[\x{202f}\x{a0} ](?=\d{3}(?!\d))//g;
	return $text =~ /\d+(?:,\d+)?/g;
}
my %printed = map { $_ => 1 } figures($report);
for my $number (figures($source)) {
	$numbers++;
	next if $printed{$number} || $differs{$number} || $printed{"${number}0"};
	print "missing number: $number\n";
	$bad++;
}
print "$parts parts of text and $numbers numbers compared, $bad missing\n";
exit($bad || $parts < 100 ? 1 : 0);
