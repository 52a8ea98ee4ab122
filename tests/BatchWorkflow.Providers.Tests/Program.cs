using BatchWorkflow.Providers.Tests.Local;
using BatchWorkflow.Providers.Tests.Ssh;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace BatchWorkflow.Providers.Tests;

/// <summary>Runs the tests, or plays an engine that a test starts as another process and kills.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        [EngineProcess.Role, ..] => EngineProcess.RunAsync(arguments),
        [SshEngineProcess.Role, ..] => SshEngineProcess.RunAsync(arguments),
        _ when arguments.Contains("--server") || arguments.Contains("--internal-msbuild-node")
            => TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(arguments),
    };
}
