using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.Engine.Tests.Definitions;

public sealed class DependencyNameTests
{
    [Theory]
    [InlineData("operation.install", "Operation", "install", null)]
    [InlineData("server.web.example", "Server", "web.example", null)]
    [InlineData("taskserv.os", "Taskserv", "os", null)]
    [InlineData("taskserv.os@web-1", "Taskserv", "os", "web-1")]
    [InlineData("cluster.main", "Cluster", "main", null)]
    public void TryParse_EachForm_GivesItsParts(string text, string kind, string name, string? server)
    {
        Assert.True(DependencyName.TryParse(text, out DependencyName? parsed));
        Assert.Equal((kind, name, server), (parsed.Kind.ToString(), parsed.Name, parsed.Server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("web-1")]
    [InlineData("server.")]
    [InlineData(".web")]
    [InlineData("host.web")]
    [InlineData("Server.web")]
    [InlineData("server.web@other")]
    [InlineData("taskserv.os@")]
    [InlineData("taskserv.@web")]
    [InlineData("taskserv.os@a@b")]
    public void TryParse_AnythingElse_IsNoName(string text) => Assert.False(DependencyName.TryParse(text, out _));
}
