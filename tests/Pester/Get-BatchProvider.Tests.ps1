BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Get-BatchProvider' {
    It 'lists the local provider with its version and place' {
        $provider = Get-BatchProvider local
        $provider.Version | Should -Not -BeNullOrEmpty
        $provider.Location | Should -Exist
    }

    It 'takes wildcards' {
        (Get-BatchProvider lo*).Name | Should -Be local
        Get-BatchProvider zzz* | Should -BeNullOrEmpty
    }

    It 'says that a provider is not there' {
        { Get-BatchProvider nobody -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Provider.NotFound,*'
    }
}
