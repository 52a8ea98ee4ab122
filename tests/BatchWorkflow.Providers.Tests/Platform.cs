using System.Runtime.Versioning;

// Local servers are Linux's and macOS's; their tests run real processes there.
[assembly: UnsupportedOSPlatform("windows")]
