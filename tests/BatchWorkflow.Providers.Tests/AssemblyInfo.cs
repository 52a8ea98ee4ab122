using BatchWorkflow.TestKit;

[assembly: AssemblyFixture(typeof(TemporaryHome))]
