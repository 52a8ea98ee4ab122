# shellcheck shell=sh
# Asks a service over the network by the Perl that every Debian has.

# probe_http ADDRESS PORT PATH: prints the answer; false unless its status is 200.
probe_http() {
    perl -MIO::Socket::INET -e '
        my ($address, $port, $path) = @ARGV;
        my $socket = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Timeout => 5) or die "$address:$port: $@\n";
        print $socket "GET $path HTTP/1.0\r\nHost: $address\r\n\r\n";
        my @lines = <$socket>;
        print @lines;
        exit(@lines && $lines[0] =~ m{^HTTP/\S+ 200 } ? 0 : 1);' "$@"
}

# probe_tcp ADDRESS PORT: whether somebody listens.
probe_tcp() {
    perl -MIO::Socket::INET -e '
        exit(IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1], Timeout => 5) ? 0 : 1);' "$@"
}
