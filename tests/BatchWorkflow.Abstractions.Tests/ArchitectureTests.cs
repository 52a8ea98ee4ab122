using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using BatchWorkflow.Engine;

namespace BatchWorkflow.Abstractions.Tests;

public sealed class ArchitectureTests
{
    /// <summary>A project references projects of lower ranks only. A new project gets a rank here.</summary>
    private static readonly Dictionary<string, int> Ranks = new()
    {
        ["BatchWorkflow.Abstractions"] = 0,
        ["BatchWorkflow.StandIn"] = 0,
        ["BatchWorkflow.Jinja"] = 1,
        ["BatchWorkflow.Kcl"] = 1,
        ["BatchWorkflow.Loader"] = 1,
        ["BatchWorkflow.Engine"] = 2,
        ["BatchWorkflow.Providers"] = 3,
        ["BatchWorkflow.Stores"] = 3,
        ["BatchWorkflow.PowerShell"] = 4,
        ["BatchWorkflow.Server"] = 4,
        ["BatchWorkflow.Shell"] = 5,
    };

    /// <summary>What may not enter the engine, by how the names of packages and assemblies begin.</summary>
    private static readonly string[] NotInTheEngine =
    [
        "System.Management.Automation", "Microsoft.PowerShell", "PowerShellStandard", "System.Net.Http", "Microsoft.AspNetCore", "Grpc",
        "System.Data", "Microsoft.Data", "Npgsql", "Dapper", "AWSSDK", "Amazon", "Azure", "Google.Cloud", "UpCloud", "SSH.NET", "Renci",
    ];

    [Fact]
    public void Projects_EachReference_PointsToALowerRank()
    {
        List<string> wrong = [];
        foreach ((string project, string file) in Repository.Projects)
            foreach (string target in References(file, "ProjectReference")
                .Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))))
                if (Ranks.GetValueOrDefault(project, -1) <= Ranks.GetValueOrDefault(target, int.MaxValue))
                    wrong.Add($"{project} -> {target}");
        Assert.Empty(wrong);
        Assert.Empty(Repository.Projects.Keys.Except(Ranks.Keys));
    }

    [Fact]
    public void Abstractions_References_AreTheBaseLibraryOnly()
    {
        Assert.Empty(References(Repository.Projects["BatchWorkflow.Abstractions"], "PackageReference"));
        string shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.All(typeof(Plan).Assembly.GetReferencedAssemblies(),
            name => Assert.True(File.Exists(Path.Combine(shared, $"{name.Name}.dll")), name.Name));
    }

    [Fact]
    public void Engine_PackagesAndAssemblies_HaveNoPowerShellHttpSqlOrCloud()
    {
        IEnumerable<string> assemblies = typeof(BatchEngine).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.DoesNotContain(Packages("BatchWorkflow.Engine").Concat(assemblies), IsNotForTheEngine);
    }

    [Theory]
    [InlineData("System.Management.Automation", "BatchWorkflow.Shell")]
    [InlineData("PowerShellStandard.Library", "BatchWorkflow.PowerShell")]
    public void PowerShellPackage_Enters_OneProjectOnly(string package, string project) =>
        Assert.Equal([project], Repository.Projects.Where(p => References(p.Value, "PackageReference").Contains(package))
            .Select(p => p.Key));

    /// <summary>Of two versions in one session PowerShell's binder would mix types: it changes with the major version only.</summary>
    [Fact]
    public void Abstractions_AssemblyVersion_IsItsMajorOnly()
    {
        Assembly assembly = typeof(Plan).Assembly;
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.Equal(new Version(int.Parse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture), 0, 0, 0),
            assembly.GetName().Version);
    }

    private static bool IsNotForTheEngine(string name) =>
        Array.Exists(NotInTheEngine, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(project).Descendants(element).Select(e => e.Attribute("Include")!.Value);

    /// <summary>The packages of a project with all that they bring.</summary>
    private static IEnumerable<string> Packages(string project)
    {
        string file = Path.Combine(Path.GetDirectoryName(Repository.Projects[project])!, "packages.lock.json");
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(file));
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject()).Select(package => package.Name)];
    }
}
