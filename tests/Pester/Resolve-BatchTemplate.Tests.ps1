BeforeAll {
    . "$PSScriptRoot/Session.ps1"
    $script:folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'templates')
    Set-Content -Path (Join-Path $folder 'workflow.yaml') -Value @(
        'name: sample'
        'variables: { stage: dev, greeting: "{{ server.name }} of {{ stage }}" }'
        'environments: { prod: { stage: prod } }'
        'operations:'
        '  - { id: make, type: create, target: server, items: [web-1] }')
    $script:workflow = Join-Path $folder 'workflow.yaml'
}

Describe 'Resolve-BatchTemplate' {
    It 'renders a text with the variables of a workflow and a server' {
        Resolve-BatchTemplate 'hello {{ greeting }}' -Workflow $workflow -Server web-1 -Environment prod | Should -BeExactly 'hello web-1 of prod'
    }

    It 'emits the value of an expression' {
        Resolve-BatchTemplate -Expression '[1, 2] | sum > limit' -Variable @{ limit = 2 } | Should -BeTrue
    }

    It 'renders a file that includes another' {
        Set-Content -Path (Join-Path $folder 'part.j2') -Value 'part {{ n }}' -NoNewline
        Set-Content -Path (Join-Path $folder 'whole.j2') -Value "{% include 'part.j2' %}!" -NoNewline
        Resolve-BatchTemplate -Path (Join-Path $folder 'whole.j2') -Variable @{ n = 1 } | Should -BeExactly 'part 1!'
    }

    It 'says where a name is that is not defined' {
        { Resolve-BatchTemplate "a`n{{ nope }}" -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Template.Invalid,*' -ExpectedMessage '*2:4*nope*'
    }

    It 'says when a value will be known' {
        { Resolve-BatchTemplate '{{ outputs.make.ip }}' -Workflow $workflow -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Template.NotKnown,*'
    }
}
