namespace BatchWorkflow.Jinja.Tests;

public sealed class FolderLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jinja-").FullName;

    public FolderLoaderTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in", "sub"));
        File.WriteAllText(Path.Combine(_folder, "secret"), "secret");
        File.WriteAllText(Path.Combine(_folder, "in", "a.j2"), "A{% include 'sub/b.j2' %}");
        File.WriteAllText(Path.Combine(_folder, "in", "sub", "b.j2"), "B");
    }

    [Fact]
    public void GetTemplate_FileBelowTheFolder_IsFound() =>
        Assert.Equal("AB", Environment().GetTemplate("a.j2").Render(JinjaContext.Empty));

    [Theory]
    [InlineData("../secret")]
    [InlineData("sub/../../secret")]
    [InlineData("..\\secret")]
    [InlineData("nothing")]
    public void GetTemplate_FileOutsideOrMissing_IsNotFound(string name) => Assert.Equal(
        JinjaErrorKind.TemplateNotFound, Assert.Throws<JinjaException>(() => Environment().GetTemplate(name)).Kind);

    [Fact]
    public void GetTemplate_FileThatChanged_IsReadAgain()
    {
        JinjaEnvironment environment = Environment();
        environment.GetTemplate("sub/b.j2");
        File.WriteAllText(Path.Combine(_folder, "in", "sub", "b.j2"), "C");
        Assert.Equal("C", environment.GetTemplate("sub/b.j2").Render(JinjaContext.Empty));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private JinjaEnvironment Environment() => new() { Loader = new FolderLoader(Path.Combine(_folder, "in")) };
}
