using System.Runtime.Versioning;

// The scripts are for sh.
[assembly: UnsupportedOSPlatform("windows")]
